package org.qantara.app.routes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one route does at this moment.
 *
 * @param routeId stable: the file's name
 * @param facility whose messages it takes
 * @param protocol the scheme of its consumer, {@code mllp}, {@code dicom}, …
 * @param port the port it listens on with the offset added; null for folders
 * @param state see {@link State}
 * @param message why it failed, or what is wrong with its file; null when all is well
 * @param since when it entered this state
 */
public record RouteState(
        String routeId,
        String facility,
        String protocol,
        @Nullable Integer port,
        State state,
        @Nullable String message,
        Instant since) {

    /** Where a route stands. */
    public enum State {
        /** Takes messages. */
        RUNNING,
        /** Takes messages as before, but its file was changed and has a mistake. */
        RUNNING_OLD_VERSION,
        /** Does not take messages; tried again at every round. */
        FAILED
    }
}
