/**
 * What every source format looks like to the runner: numbered records, numbered fields, repetitions and parts, each a
 * position in the bytes as received. Readers implement it; nothing here knows FHIR.
 */
@NullMarked
package org.qantara.mapping.source;

import org.jspecify.annotations.NullMarked;
