package org.qantara.connectors.mllp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.hl7.AckMode;
import org.qantara.connectors.mllp.hl7.Verdict;
import org.qantara.connectors.mllp.metrics.Counter;
import org.qantara.connectors.mllp.metrics.Counters;
import org.qantara.connectors.mllp.server.Connection;

/**
 * The door for application acknowledgements of the enhanced mode.
 *
 * <p>A message whose sender waits for one comes with the header {@code QantaraReplyTo}. Whoever settles it (delivered, quarantined) calls
 * {@link #answer} with that text, from any thread, at any later time. The acknowledgement goes out on the connection the message came by, after the
 * commit acknowledgement; when that connection is gone it is dropped and counted, as the standard lets senders ask again. Nothing survives a
 * restart. At most {@value #WAITING_MAX} messages are remembered; the oldest are forgotten first. Thread-safe.
 */
public final class MllpConnections {
    static final int WAITING_MAX = 20_000;

    /** What became of an application acknowledgement. */
    public enum Answered {
        /** Handed to the connection. */
        SENT,
        /** The sender asked only for errors, or only for successes. */
        NOT_WANTED,
        /** The connection is closed, or the text is not of this run: dropped. */
        GONE
    }

    private final Counters counters;
    /** Distinguishes the texts of this run from those of an earlier one. */
    private final String run = UUID.randomUUID().toString();

    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    MllpConnections(Counters counters) {
        this.counters = counters;
    }

    /** One message whose sender waits. The commit acknowledgement has to be out before: until then an answer is kept here. */
    final class Waiting {
        private final String replyTo;
        private final Connection connection;
        private final AckMode mode;
        private final Function<Verdict, byte[]> render;
        private boolean committed;
        private @Nullable Verdict early;

        Waiting(String replyTo, Connection connection, AckMode mode, Function<Verdict, byte[]> render) {
            this.replyTo = replyTo;
            this.connection = connection;
            this.mode = mode;
            this.render = render;
        }

        String replyTo() {
            return replyTo;
        }

        /** The commit acknowledgement is on its way. */
        void committed() {
            Verdict verdict;
            synchronized (this) {
                committed = true;
                verdict = early;
            }
            if (verdict != null) {
                send(verdict);
            }
        }

        /** The message was refused: nobody will settle it. */
        void forget() {
            remove(replyTo);
        }

        Answered settle(Verdict verdict) {
            if (!mode.application().wants(verdict.positive())) {
                return Answered.NOT_WANTED;
            }
            synchronized (this) {
                if (!committed) {
                    early = verdict;
                    return Answered.SENT;
                }
            }
            return send(verdict);
        }

        private Answered send(Verdict verdict) {
            boolean sent = connection.send(render.apply(verdict));
            counters.increment(sent ? Counter.APPLICATION_ACKS_SENT : Counter.APPLICATION_ACKS_DROPPED);
            return sent ? Answered.SENT : Answered.GONE;
        }
    }

    /** Remembers a message whose sender waits. */
    Waiting await(Connection connection, AckMode mode, Function<Verdict, byte[]> render) {
        Waiting entry = new Waiting(run + ":" + numbers.incrementAndGet(), connection, mode, render);
        synchronized (waiting) {
            waiting.put(entry.replyTo(), entry);
            if (waiting.size() > WAITING_MAX) {
                var oldest = waiting.keySet().iterator();
                oldest.next();
                oldest.remove();
                counters.increment(Counter.APPLICATION_ACKS_DROPPED);
            }
        }
        return entry;
    }

    /**
     * Sends the application acknowledgement of one message.
     *
     * @param replyTo the header {@code QantaraReplyTo} of the message
     * @param verdict {@link Verdict#ACCEPTED} when it was delivered, {@link Verdict#refused} when it was quarantined
     */
    public Answered answer(String replyTo, Verdict verdict) {
        Waiting entry = remove(replyTo);
        if (entry == null) {
            counters.increment(Counter.APPLICATION_ACKS_DROPPED);
            return Answered.GONE;
        }
        return entry.settle(verdict);
    }

    private @Nullable Waiting remove(String replyTo) {
        synchronized (waiting) {
            return waiting.remove(replyTo);
        }
    }
}
