/** DICOM datasets in the JSON model (PS3.18 annex F): attributes as fields, items of sequences as repetitions. Knows nothing of FHIR. */
@NullMarked
package org.qantara.mapping.dicom;

import org.jspecify.annotations.NullMarked;
