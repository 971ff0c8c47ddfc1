/** DICOM upper layer, DIMSE services, dataset reader, Part 10 writer, as a Camel component. Knows nothing of the engine or of FHIR. */
@NullMarked
package org.qantara.connectors.dicom;

import org.jspecify.annotations.NullMarked;
