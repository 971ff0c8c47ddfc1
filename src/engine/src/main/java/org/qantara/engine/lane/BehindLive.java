package org.qantara.engine.lane;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.qantara.engine.message.StoredMessage;

/**
 * Lets a message of an initial load go on only when the live lane of its number has come past it. What the ledger knows is not enough: the rows
 * of live messages that wait behind others may not be written yet. Thread-safe; after a crash every lane is looked at anew.
 */
public final class BehindLive implements LaneHandler {
    private static final long LOOK_MS = 20;
    private static final long WAIT_MS = 1_000;

    private final LiveLanes live;
    private final Consumer<StoredMessage> waits;
    private final LaneHandler handler;
    private final Map<Integer, Long> asked = new ConcurrentHashMap<>();

    /** The live lanes of the destination. */
    public interface LiveLanes {
        /** See {@link Lane#hasPassed}. */
        boolean hasPassed(int lane, long intake);
    }

    /**
     * Before the given handler.
     *
     * @param waits told of a message that waits for more than a look, so that people find it; must not block
     */
    public BehindLive(LiveLanes live, Consumer<StoredMessage> waits, LaneHandler handler) {
        this.live = live;
        this.waits = waits;
        this.handler = handler;
    }

    @Override
    public Step handle(StoredMessage message) {
        if (live.hasPassed(message.lane(), message.intake())) {
            return handler.handle(message);
        }
        Long before = asked.put(message.lane(), message.intake());
        if (before == null || before != message.intake()) {
            return new Step.Park(LOOK_MS, "waits for the live lane");
        }
        waits.accept(message);
        return new Step.Park(WAIT_MS, "waits for the live lane");
    }
}
