package org.qantara.tests.faults;

import java.util.Locale;
import java.util.Map;

/**
 * One line of the table: what happened from the beginning of a fault until that of the next, all of it seen from outside.
 *
 * @param messages answers of any kind that senders got
 * @param acknowledged messages that were accepted for the first time
 * @param delivered messages that the destination applied for the first time
 * @param quarantined accepted messages that name nobody
 * @param refused malformed messages that were answered AE or AR
 * @param duplicates messages that were accepted once more
 * @param unanswered no answer, no connection, or not now (AR): sent again
 * @param recoveredMs from the end of the fault until a message was accepted and one was applied; -1 when neither came
 */
public record FaultRow(
        String fault,
        long messages,
        long acknowledged,
        long delivered,
        long quarantined,
        long refused,
        long duplicates,
        long unanswered,
        long lost,
        long doubled,
        long inversions,
        long recoveredMs) {

    /** The line of names above the rows. */
    public static final String HEADER = String.format(
            "%-64s %8s %8s %9s %6s %7s %6s %7s %5s %7s %10s %9s",
            "fault",
            "answers",
            "acked",
            "delivered",
            "quar.",
            "refused",
            "dupl.",
            "again",
            "lost",
            "doubled",
            "inversions",
            "recover s");

    /** The row for people. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%-64s %,8d %,8d %,9d %,6d %,7d %,6d %,7d %5d %7d %10d %9s",
                fault,
                messages,
                acknowledged,
                delivered,
                quarantined,
                refused,
                duplicates,
                unanswered,
                lost,
                doubled,
                inversions,
                recoveredMs < 0 ? "-" : String.format(Locale.ROOT, "%.1f", recoveredMs / 1000.0));
    }

    /** The row for scripts. */
    public Map<String, Object> json() {
        Map<String, Object> json = new java.util.LinkedHashMap<>();
        json.put("fault", fault);
        json.put("answers", messages);
        json.put("acknowledged", acknowledged);
        json.put("delivered", delivered);
        json.put("quarantined", quarantined);
        json.put("refused", refused);
        json.put("duplicates", duplicates);
        json.put("sentAgain", unanswered);
        json.put("lost", lost);
        json.put("doubled", doubled);
        json.put("inversions", inversions);
        json.put("recoveredMs", recoveredMs);
        return json;
    }
}
