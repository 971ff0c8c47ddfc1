package org.qantara.mapping.run;

import java.util.List;
import java.util.Map;
import org.qantara.mapping.Issue;

/** What issue codes do to a message; those that are not named here are warnings. */
public final class Severities {
    /** The default table. */
    public static final Map<String, Issue.Severity> TABLE = Map.of(
            "NO-MAP", Issue.Severity.ERROR,
            "NO-TYPE", Issue.Severity.ERROR,
            "KEY-MISSING-PATIENT", Issue.Severity.ERROR,
            "KEY-TWICE", Issue.Severity.ERROR,
            "NOT-MADE", Issue.Severity.ERROR,
            "NOTHING-MADE", Issue.Severity.ERROR,
            "INTERNAL-ERROR", Issue.Severity.ERROR);

    /** Codes that a layer may tolerate or not, beside KEY-MISSING of any type; the others leave no choice. */
    public static final List<String> MAY_CHANGE =
            List.of("CODE-UNMAPPED", "KEY-TWICE", "MANDATORY-EMPTY", "NOT-MADE", "NOTHING-MADE", "VALUE-INVALID");

    private Severities() {}
}
