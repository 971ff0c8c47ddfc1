/**
 * How names of Moroccan patients are read in three scripts: folding, particles (articles, Ben, Ait, Abd el, titles), readings as a
 * sequence of sounds, one phonetic key for every script, and the cost of taking one name for another.
 *
 * <p>Everything that is linguistic knowledge is a table beside this package's resources ({@code *.tsv}, each with its source); the
 * code only applies it. Plain Java: no FHIR, no SQL.
 */
@NullMarked
package org.qantara.dpp.registry.names;

import org.jspecify.annotations.NullMarked;
