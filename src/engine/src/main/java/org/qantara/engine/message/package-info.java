/**
 * The nouns that every part of the engine shares: what was received, what the engine calls it by, how it is stored. Plain
 * records: no broker, no SQL, no FHIR.
 */
@NullMarked
package org.qantara.engine.message;

import org.jspecify.annotations.NullMarked;
