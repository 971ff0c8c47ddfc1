/**
 * The types on both sides: sources (HL7 v2 per version, ASTM, HPRIM, DICOM, delimited files) and FHIR R4, read from compact
 * files which a test generates from HAPI's classes and definitions. Loaded lazily; dropped when compiling is over.
 */
@NullMarked
package org.qantara.mapping.schema;

import org.jspecify.annotations.NullMarked;
