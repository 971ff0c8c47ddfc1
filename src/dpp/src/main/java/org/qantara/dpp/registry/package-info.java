/**
 * The national patient registry: which records of different facilities are the same person.
 *
 * <p>{@code names} reads names in three scripts, {@code matching} decides (link, review or new) with explainable scores and vetoes,
 * {@code score} measures both. Plain Java without FHIR or SQL: the store around it turns resources into its
 * person records and answers the blocking keys.
 */
@NullMarked
package org.qantara.dpp.registry;

import org.jspecify.annotations.NullMarked;
