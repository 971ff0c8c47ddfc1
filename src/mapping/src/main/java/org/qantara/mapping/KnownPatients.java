package org.qantara.mapping;

import org.jspecify.annotations.Nullable;

/**
 * What is known of patients beside the message's own bytes: whose sample or order a number is. An input of mapping like the bytes
 * are: the same answers give the same Bundle. Never guesses: a number that several patients share is nobody's.
 */
@FunctionalInterface
public interface KnownPatients {
    /** Nobody is known. */
    KnownPatients NONE = (number, date) -> null;

    /**
     * The local patient number that a sample or order of this facility belongs to.
     *
     * @param number sample, placer or filler number
     * @param date when the sample was ordered or taken, as the message says it ({@code 20260131...}); null when it does not
     * @return null when there is none, or more than one
     */
    @Nullable
    String patient(String number, @Nullable String date);
}
