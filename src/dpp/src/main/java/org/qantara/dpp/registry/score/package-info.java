/**
 * The measurements behind {@code ./qantara mpi score DIR}: name variants, FEBRL4, a generated Moroccan population with known truth
 * and a set of constructed cases that must never be merged automatically.
 *
 * <p>The generator writes names from its own tables and rules of spelling, not from those that the matcher reads with.
 */
@NullMarked
package org.qantara.dpp.registry.score;

import org.jspecify.annotations.NullMarked;
