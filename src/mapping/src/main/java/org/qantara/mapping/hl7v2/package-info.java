/**
 * HL7 v2 in its vertical-bar encoding: a positional reader over the bytes as received, the splitting of files into
 * messages and the fitting of segments into message structures. Knows nothing of FHIR.
 */
@NullMarked
package org.qantara.mapping.hl7v2;

import org.jspecify.annotations.NullMarked;
