/**
 * What is left of a map after compiling: flat lists of operations over positions in the source, the FHIR tree they fill and its
 * JSON. No YAML, no reflection, no FHIRPath. Compiled objects are immutable; a {@code Run} belongs to one message.
 */
@NullMarked
package org.qantara.mapping.run;

import org.jspecify.annotations.NullMarked;
