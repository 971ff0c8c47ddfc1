/**
 * How much of HL7's V2-to-FHIR guide the maps carry, measured: each row of the guide becomes a message, the compiled maps run on it,
 * and the row counts as passed only when the value shows under the row's target, by a rule that names the row. Uses the maps
 * through {@link org.qantara.mapping.Mappings} and their lineage; knows nothing of how they are compiled or run.
 */
@NullMarked
package org.qantara.mapping.coverage;

import org.jspecify.annotations.NullMarked;
