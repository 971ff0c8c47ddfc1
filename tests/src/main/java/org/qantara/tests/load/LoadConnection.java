package org.qantara.tests.load;

import io.netty.channel.EventLoopGroup;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.connectors.mllp.metrics.Counters;

/**
 * One sender: one connection, one message at a time. In an open loop due times queue up while it waits for an answer. Thread-safe:
 * what is due comes from the pacer's thread, answers come from an event loop.
 */
final class LoadConnection implements AutoCloseable {
    private static final long RESEND_FIRST_MS = 100;
    private static final long RESEND_MOST_MS = 2_000;

    private final int number;
    private final LoadPlan plan;
    private final Measure measure;
    private final MessageSource source;
    private final EventLoopGroup loops;
    private final MllpClient client;
    private final Queue<Long> due = new ArrayDeque<>();
    private boolean busy;
    private boolean stopped;

    LoadConnection(int number, LoadPlan plan, Measure measure, EventLoopGroup loops, Counters counters) {
        this.number = number;
        this.plan = plan;
        this.measure = measure;
        this.source =
                new MessageSource(plan.run(), number, plan.connections(), plan.sender(), plan.traffic(), plan.seed());
        this.loops = loops;
        this.client = new MllpClient(plan.target(), loops, counters);
    }

    /** One more message is due at that moment. */
    void due(long atNs) {
        synchronized (this) {
            due.add(atNs);
        }
        next();
    }

    /** Sends what is due, one after the other; in a closed loop the next is due when the last was answered. */
    private void next() {
        long dueNs;
        LoadMessage message;
        synchronized (this) {
            Long at = busy || stopped ? null : due.poll();
            if (at == null) {
                return;
            }
            busy = true;
            dueNs = at;
            message = source.next();
        }
        send(message, dueNs, 0);
    }

    private void send(LoadMessage message, long dueNs, int attempt) {
        long sentNs = System.nanoTime();
        long sentMs = System.currentTimeMillis();
        client.send(message.bytes()).thenAccept(outcome -> answered(message, dueNs, sentNs, sentMs, attempt, outcome));
    }

    private void answered(LoadMessage message, long dueNs, long sentNs, long sentMs, int attempt, SendOutcome outcome) {
        String answer = name(outcome);
        long nowNs = System.nanoTime();
        measure.answered(dueNs, sentNs, nowNs, answer);
        AckLog acks = plan.acks();
        if (acks != null) {
            acks.add(new AckLog.Entry(
                    sentMs,
                    System.currentTimeMillis(),
                    answer,
                    message.controlId(),
                    message.kind(),
                    message.fate(),
                    message.patient(),
                    message.retired(),
                    message.version(),
                    number));
        }
        if (plan.resend() && notTaken(message, outcome) && !isStopped()) {
            long waitMs = Math.min(RESEND_MOST_MS, RESEND_FIRST_MS << Math.min(attempt, 5));
            loops.schedule(() -> send(message, dueNs, attempt + 1), waitMs, TimeUnit.MILLISECONDS);
            return;
        }
        synchronized (this) {
            busy = false;
            if (plan.ratePerSecond() == 0) {
                due.add(nowNs);
            }
        }
        next();
    }

    /** The receiver may be able to take it another time. */
    private static boolean notTaken(LoadMessage message, SendOutcome outcome) {
        if (outcome instanceof SendOutcome.Accepted) {
            return false;
        }
        if (outcome instanceof SendOutcome.Refused refused) {
            String code = refused.acknowledgement().code();
            return message.fate() != LoadMessage.Fate.REFUSED && (code.equals("AR") || code.equals("CE"));
        }
        return true;
    }

    private static String name(SendOutcome outcome) {
        if (outcome instanceof SendOutcome.Accepted accepted) {
            return accepted.acknowledgement().code();
        }
        if (outcome instanceof SendOutcome.Refused refused) {
            return refused.acknowledgement().code();
        }
        if (outcome instanceof SendOutcome.TimedOut) {
            return "timeout";
        }
        return outcome instanceof SendOutcome.Disconnected ? "disconnected" : "unreachable";
    }

    /** Messages that are due and not sent. */
    synchronized int late() {
        return due.size();
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    synchronized boolean isBusy() {
        return busy;
    }

    /** Sends nothing more; what is on its way may still be answered. */
    synchronized void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        client.close();
    }
}
