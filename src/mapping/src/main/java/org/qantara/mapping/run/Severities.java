package org.qantara.mapping.run;

import java.util.List;
import java.util.Map;
import org.qantara.mapping.Issue;

/** What issue codes do to a message; those that are not named here are warnings. */
public final class Severities {
    /** The default table. */
    public static final Map<String, Issue.Severity> TABLE = Map.of(
            "INTERNAL-ERROR", Issue.Severity.ERROR,
            "NO-MAP", Issue.Severity.ERROR,
            "NOT-FOLLOWED", Issue.Severity.ERROR,
            "NO-TYPE", Issue.Severity.ERROR,
            "KEY-MISSING-PATIENT", Issue.Severity.ERROR,
            "KEY-MISSING-OBSERVATION", Issue.Severity.ERROR,
            "KEY-TWICE", Issue.Severity.ERROR,
            "NOT-MADE", Issue.Severity.ERROR,
            "NOTHING-MADE", Issue.Severity.ERROR,
            "TWO-PATIENTS", Issue.Severity.ERROR);

    /** Codes that a layer may tolerate or not, beside KEY-MISSING of any type; the others leave no choice. */
    public static final List<String> MAY_CHANGE = List.of(
            "CODE-UNMAPPED",
            "EVENT-BY-STRUCTURE",
            "KEY-TWICE",
            "MANDATORY-EMPTY",
            "NOT-MADE",
            "NOTHING-MADE",
            "TWO-PATIENTS",
            "UNIT-UNKNOWN",
            "VALUE-INVALID");

    private Severities() {}
}
