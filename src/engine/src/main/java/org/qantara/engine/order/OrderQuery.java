package org.qantara.engine.order;

import org.jspecify.annotations.Nullable;

/**
 * Which orders are looked for; every given part must hold.
 *
 * @param order placer or filler number
 * @param scheduledFrom scheduled at or after, {@code 20260301}
 * @param scheduledTo scheduled before, {@code 20260302}
 * @param openOnly only what is ordered and neither cancelled nor reported
 * @param limit rows at most, 1 to 5,000
 */
public record OrderQuery(
        @Nullable String facility,
        @Nullable String accession,
        @Nullable String sample,
        @Nullable String patient,
        @Nullable String order,
        @Nullable String modality,
        @Nullable String station,
        @Nullable String scheduledFrom,
        @Nullable String scheduledTo,
        boolean openOnly,
        int limit) {
    private static final int LIMIT_MAX = 5_000;

    /** Checks the limit. */
    public OrderQuery {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit " + limit + " is not usable, expected 1 to " + LIMIT_MAX);
        }
    }

    /** The orders of one accession number: a modality's or a report's. */
    public static OrderQuery ofAccession(@Nullable String facility, String accession) {
        return new OrderQuery(facility, accession, null, null, null, null, null, null, null, false, 100);
    }

    /** The tests of one sample: an analyser's host query. */
    public static OrderQuery ofSample(@Nullable String facility, String sample) {
        return new OrderQuery(facility, null, sample, null, null, null, null, null, null, true, 500);
    }

    /** What is to be done on a day: a modality's worklist. */
    public static OrderQuery worklist(
            @Nullable String facility, @Nullable String modality, @Nullable String station, String from, String to) {
        return new OrderQuery(facility, null, null, null, null, modality, station, from, to, true, 1_000);
    }

    /** By placer or filler number. */
    public static OrderQuery ofNumber(@Nullable String facility, String order) {
        return new OrderQuery(facility, null, null, null, order, null, null, null, null, false, 500);
    }

    /** By local patient number. */
    public static OrderQuery ofPatient(String facility, String patient) {
        return new OrderQuery(facility, null, null, patient, null, null, null, null, null, false, 500);
    }
}
