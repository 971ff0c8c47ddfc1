package org.qantara.tests.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** What stands at the end of the road: a recording server in the place of the DPP, or the DPP. The same port over its whole life. */
interface Dpp extends AutoCloseable {
    int port();

    /** SIGKILL. */
    void kill() throws Exception;

    /** A dead one comes back to its data; returns when it answers. */
    void restart() throws Exception;

    /** Grows with every message that is applied; to see life, not to prove anything. */
    long applied() throws Exception;

    /** Holds what senders were told against everything that was ever written here. */
    OutsideProof proof(Path ackFile) throws Exception;

    /** What the engine needs to be let in. */
    default Map<String, String> environment() throws IOException {
        return Map.of();
    }
}
