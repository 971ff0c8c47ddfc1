package org.qantara.mapping;

import java.util.List;

/** What became of one message. Bad input is an outcome, never an exception. */
public sealed interface MapOutcome {

    /** What was found on the way, in the order of the message. */
    List<Issue> issues();

    /**
     * The message became a transaction Bundle.
     *
     * @param unmapped valued leaves that nothing read
     */
    record Mapped(MappedBundle bundle, List<Issue> issues, List<Unmapped> unmapped) implements MapOutcome {
        public Mapped {
            issues = List.copyOf(issues);
            unmapped = List.copyOf(unmapped);
        }
    }

    /** The message is readable but cannot become a Bundle; at least one issue is an error. */
    record Quarantined(List<Issue> issues) implements MapOutcome {
        public Quarantined {
            issues = List.copyOf(issues);
        }
    }

    /** The bytes are no message of their format. */
    record Refused(List<Issue> issues) implements MapOutcome {
        public Refused {
            issues = List.copyOf(issues);
        }
    }
}
