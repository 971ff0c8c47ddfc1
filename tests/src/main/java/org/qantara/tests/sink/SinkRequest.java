package org.qantara.tests.sink;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message wrote in a transaction that the sink applied, alone or shared with others: one line of its log, durable before it was
 * answered.
 *
 * @param n its place in the order in which messages were applied, from 1, going on over restarts
 * @param at when, milliseconds since 1970
 * @param facility whose message it was; null when no resource says so
 * @param intake number of the message; 0 when no resource says so
 * @param entries what became of each of its entries, in the order of the Bundle
 */
public record SinkRequest(long n, long at, @Nullable String facility, long intake, List<Entry> entries) {
    /** Freezes the list. */
    public SinkRequest {
        entries = List.copyOf(entries);
    }

    /**
     * One entry.
     *
     * @param resource {@code Patient/<id>}
     * @param owns {@code replace}, {@code create} or {@code merge}
     * @param outcome what happened
     * @param json the resource as the sink holds it after this entry; null when nothing was written
     */
    public record Entry(String resource, String owns, Outcome outcome, @Nullable String json) {}

    /** What happened to an entry. */
    public enum Outcome {
        /** The resource is now as the entry says. */
        WRITTEN,
        /** A resource that exists was to be created: nothing was written. */
        KEPT,
        /** A newer message of the facility had written the resource: nothing was written. */
        SUPERSEDED
    }
}
