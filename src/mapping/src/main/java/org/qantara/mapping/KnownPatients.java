package org.qantara.mapping;

import org.jspecify.annotations.Nullable;

/**
 * What is known beside the message's own bytes: whose sample or order a number is, and which study or order in the record it names. An input of mapping like the bytes
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

    /**
     * The imaging study in the record that an accession or order number of this facility belongs to.
     *
     * @return a literal reference, {@code ImagingStudy/<id>}; null when there is none, or more than one
     */
    default @Nullable String study(String number) {
        return null;
    }

    /**
     * The order in the record that an accession number of this facility belongs to.
     *
     * @return a literal reference, {@code ServiceRequest/<id>}; null when there is none
     */
    default @Nullable String order(String accession) {
        return null;
    }

    /**
     * The encounter that an order was given in.
     *
     * @return a literal reference, {@code Encounter/<id>}; null when there is none
     */
    default @Nullable String encounter(String accession) {
        return null;
    }
}
