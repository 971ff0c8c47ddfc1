/**
 * The decision of the registry: blocking keys find candidates, every field is compared to a level, learnt weights (Fellegi and
 * Sunter) add up to evidence, vetoes and rules keep people apart, and the outcome is a link, a review or a new person with every
 * reason in it.
 *
 * <p>No storage: whoever holds the records answers {@link org.qantara.dpp.registry.matching.Candidates}.
 */
@NullMarked
package org.qantara.dpp.registry.matching;

import org.jspecify.annotations.NullMarked;
