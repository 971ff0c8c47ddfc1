package org.qantara.mapping.run;

import java.util.Map;
import org.qantara.mapping.Issue;

/** What issue codes do to a message; those that are not named here are warnings. */
public final class Severities {
    /** The default table. */
    public static final Map<String, Issue.Severity> TABLE = Map.of(
            "NO-MAP", Issue.Severity.ERROR,
            "NOT-FOLLOWED", Issue.Severity.ERROR,
            "KEY-MISSING-PATIENT", Issue.Severity.ERROR,
            "KEY-TWICE", Issue.Severity.ERROR,
            "NOT-MADE", Issue.Severity.ERROR,
            "NOTHING-MADE", Issue.Severity.ERROR,
            "INTERNAL-ERROR", Issue.Severity.ERROR);

    private Severities() {}
}
