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
     * @param codes codes that a table has no row for, each once
     */
    record Mapped(MappedBundle bundle, List<Issue> issues, List<Unmapped> unmapped, List<UnmappedCode> codes)
            implements MapOutcome {
        public Mapped {
            issues = List.copyOf(issues);
            unmapped = List.copyOf(unmapped);
            codes = List.copyOf(codes);
        }

        /** Every code was translated. */
        public Mapped(MappedBundle bundle, List<Issue> issues, List<Unmapped> unmapped) {
            this(bundle, issues, unmapped, List.of());
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
