package org.qantara.tests.sink;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What the sink does to a transaction instead of taking it, or beside taking it. Given to {@link Sink#fault}; the faults that are set are
 * asked in the order in which they were set, and the first that wants a request has it.
 *
 * @param kind what happens
 * @param status HTTP status of {@link Kind#ANSWER}
 * @param body what is sent instead of the usual answer; null for an OperationOutcome that fits the status
 * @param contentType of that body; null for {@code application/fhir+json}
 * @param retryAfterS Retry-After header; 0 for none
 * @param delayMs how long the request is held before anything else happens, 0 for not at all
 * @param percent how many requests in a hundred it wants, by a seeded generator: 100 for all
 * @param times how many requests it takes before it ends; 0 for as long as it is set
 * @param match only requests whose text contains this; null for all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SinkFault(
        Kind kind,
        int status,
        @Nullable String body,
        @Nullable String contentType,
        int retryAfterS,
        long delayMs,
        double percent,
        int times,
        @Nullable String match) {
    /** What happens to a request that a fault has taken. */
    public enum Kind {
        /** Nothing is applied; the status is answered. */
        ANSWER,
        /** Nothing is applied; 200 with something that is not FHIR, as a login page of a gateway would be. */
        GARBAGE,
        /** Nothing is applied; the connection is closed without an answer. */
        DROP,
        /** Applied and logged, then the connection is closed without an answer: the sender cannot know. */
        LOSE_ANSWER,
        /** Applied, logged and answered, after the delay. */
        SLOW,
        /** Applied and logged, then the process dies before it answers. */
        HALT
    }

    /** Every request is answered with this status. */
    public static SinkFault answer(int status) {
        return of(Kind.ANSWER, status);
    }

    /** Every request gets HTML with status 200. */
    public static SinkFault garbage() {
        return of(Kind.GARBAGE, 200);
    }

    /** Every connection is closed before anything was applied. */
    public static SinkFault drop() {
        return of(Kind.DROP, 0);
    }

    /** Every request is applied and its answer lost. */
    public static SinkFault loseAnswer() {
        return of(Kind.LOSE_ANSWER, 0);
    }

    /** Every request is answered later. */
    public static SinkFault slow(long delayMs) {
        return of(Kind.SLOW, 0).withDelayMs(delayMs);
    }

    /** The next request is applied and kills the sink. */
    public static SinkFault halt() {
        return of(Kind.HALT, 0);
    }

    private static SinkFault of(Kind kind, int status) {
        return new SinkFault(kind, status, null, null, 0, 0, 100, 0, null);
    }

    /** Held so long before anything happens. */
    public SinkFault withDelayMs(long value) {
        return new SinkFault(kind, status, body, contentType, retryAfterS, value, percent, times, match);
    }

    /** Only so many requests in a hundred. */
    public SinkFault withPercent(double value) {
        return new SinkFault(kind, status, body, contentType, retryAfterS, delayMs, value, times, match);
    }

    /** Only the next so many. */
    public SinkFault withTimes(int value) {
        return new SinkFault(kind, status, body, contentType, retryAfterS, delayMs, percent, value, match);
    }

    /** Only requests that contain this text. */
    public SinkFault withMatch(String value) {
        return new SinkFault(kind, status, body, contentType, retryAfterS, delayMs, percent, times, value);
    }

    /** With a Retry-After header. */
    public SinkFault withRetryAfterS(int value) {
        return new SinkFault(kind, status, body, contentType, value, delayMs, percent, times, match);
    }

    /** With this body instead of an OperationOutcome. */
    public SinkFault withBody(String text, String type) {
        return new SinkFault(kind, status, text, type, retryAfterS, delayMs, percent, times, match);
    }
}
