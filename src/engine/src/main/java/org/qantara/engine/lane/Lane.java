package org.qantara.engine.lane;

import org.jspecify.annotations.Nullable;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.message.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane: idle, ready, running or parked. Its state is changed under its own lock; its queue is touched only while running, by
 * the worker that runs it.
 */
public final class Lane implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int MESSAGES_PER_TURN = 16;
    private static final int TOGETHER_MAX = 64;
    private static final long BROKER_WAIT_MS = 500;
    private static final long FAULT_WAIT_MS = 2_000;

    private enum State {
        IDLE,
        READY,
        RUNNING,
        PARKED
    }

    private final int number;
    private final LaneQueue queue;
    private final LaneHandler handler;
    private final LaneTurns turns;
    private State state = State.IDLE;
    private boolean again;
    private boolean released;
    private String reason = "";
    private @Nullable Runnable callOff;

    /** @param number 0 to 255, for people */
    public Lane(int number, LaneQueue queue, LaneHandler handler, LaneTurns turns) {
        this.number = number;
        this.queue = queue;
        this.handler = handler;
        this.turns = turns;
    }

    /** Something came: runs the lane unless it is parked. */
    public synchronized void wake() {
        if (state == State.IDLE) {
            ready();
        } else if (state == State.RUNNING) {
            again = true;
        }
    }

    /** What the lane waits for has come: runs it even when it is parked, or about to park. */
    public synchronized void release() {
        if (state == State.PARKED) {
            if (callOff != null) {
                callOff.run();
                callOff = null;
            }
            ready();
        } else if (state == State.RUNNING) {
            released = true;
        } else if (state == State.IDLE) {
            ready();
        }
    }

    /** Why it waits, null when it does not. */
    public synchronized @Nullable String parkedFor() {
        return state == State.PARKED ? reason : null;
    }

    private void ready() {
        state = State.READY;
        turns.enqueue(this);
    }

    @Override
    public void run() {
        synchronized (this) {
            state = State.RUNNING;
            again = false;
            released = false;
        }
        Step last = turn();
        synchronized (this) {
            if (last instanceof Step.Park park && !released) {
                state = State.PARKED;
                reason = park.reason();
                callOff = turns.later(this::release, park.waitMs());
            } else if (last != null || again) {
                ready();
            } else {
                state = State.IDLE;
            }
        }
    }

    /** Works until the lane is empty (null), has to wait, or has had its share. */
    private @Nullable Step turn() {
        try {
            for (int done = 0; done < MESSAGES_PER_TURN; ) {
                if (turns.isClosed()) {
                    return null;
                }
                StoredMessage message = queue.head();
                if (message == null) {
                    return null;
                }
                LaneHandler.Ended ended = handle(message);
                for (int i = 0; i < ended.settled(); i++) {
                    queue.forgetHead();
                }
                if (ended.step() instanceof Step.Park park) {
                    queue.giveBack();
                    return park;
                }
                done += ended.settled();
            }
            return new Step.Done();
        } catch (BrokerUnavailable e) {
            return new Step.Park(BROKER_WAIT_MS, "broker not available");
        } catch (RuntimeException | Error e) {
            LOG.error("lane {}: unexpected fault, the message stays at the head of its lane", number, e);
            return new Step.Park(FAULT_WAIT_MS, "unexpected fault");
        }
    }

    private LaneHandler.Ended handle(StoredMessage head) throws BrokerUnavailable {
        if (handler.joins(head)) {
            return handler.handle(queue.ahead(TOGETHER_MAX, handler::joins));
        }
        Step step = handler.handle(head);
        return new LaneHandler.Ended(step instanceof Step.Done ? 1 : 0, step);
    }

    void close() {
        queue.close();
    }
}
