package org.qantara.mapping;

import java.util.List;

/** What compiling a folder of maps gave. */
public sealed interface Compilation {

    /** Everything found, sorted by file and position. */
    List<Diagnostic> diagnostics();

    /** The maps are whole; the diagnostics are warnings. */
    record Compiled(Mappings mappings, List<Diagnostic> diagnostics) implements Compilation {
        public Compiled {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /** At least one error: nothing runs. */
    record Rejected(List<Diagnostic> diagnostics) implements Compilation {
        public Rejected {
            diagnostics = List.copyOf(diagnostics);
        }
    }
}
