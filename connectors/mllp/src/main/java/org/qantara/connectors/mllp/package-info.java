/** HL7 v2 over MLLP as a Camel component: framing, limits, character sets, acknowledgements, TLS. Knows nothing of the engine or of FHIR. */
@NullMarked
package org.qantara.connectors.mllp;

import org.jspecify.annotations.NullMarked;
