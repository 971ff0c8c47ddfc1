package org.qantara.tests.faults;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a run is played on.
 *
 * @param production broker and ledger as processes of their own (Artemis, PostgreSQL) instead of inside the engine
 * @param realDpp the DPP on a PostgreSQL of its own instead of a recording server
 * @param patch classes that take the place of the engine's, a deliberate mistake; null for the engine as it is
 */
public record Stage(boolean production, boolean realDpp, @Nullable Path patch) {
    /** Everything inside the engine, and a recording server. */
    public static final Stage EMBEDDED = new Stage(false, false, null);

    /** Broker and ledger outside, and a recording server. */
    public static final Stage PRODUCTION = new Stage(true, false, null);

    /** Everything inside the engine, and the DPP itself. */
    public static final Stage REAL_DPP = new Stage(false, true, null);
}
