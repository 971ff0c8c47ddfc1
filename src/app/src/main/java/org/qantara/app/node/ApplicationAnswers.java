package org.qantara.app.node;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.MllpConnections;
import org.qantara.connectors.mllp.hl7.Verdict;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.MessageState;
import org.qantara.engine.camel.LaterAnswers;
import org.qantara.engine.message.Fault;

/**
 * Application acknowledgements of HL7's enhanced mode (chapter 2, MSH-16): a sender that asked for one hears on its connection whether
 * its message was delivered (AA) or quarantined (AE). Remembers at most {@value #WAITING_MAX} messages, the oldest are forgotten
 * first; nothing survives a restart, as no connection does. Thread-safe.
 */
final class ApplicationAnswers implements LaterAnswers {
    private static final int WAITING_MAX = 20_000;

    private final Map<Long, String> waiting = new LinkedHashMap<>();
    private volatile @Nullable MllpConnections connections;

    /** Where answers go; until it is known nobody can have asked for one. */
    void answerOn(MllpConnections door) {
        connections = door;
    }

    @Override
    public void awaited(long intake, String replyTo) {
        synchronized (waiting) {
            waiting.put(intake, replyTo);
            if (waiting.size() > WAITING_MAX) {
                var oldest = waiting.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
    }

    @Override
    public void notAwaited(long intake) {
        remove(intake);
    }

    /** The message is settled: whoever waits for it is told. */
    void settled(long intake, MessageState state, @Nullable Fault fault) {
        String replyTo = remove(intake);
        MllpConnections door = connections;
        if (replyTo != null && door != null) {
            door.answer(replyTo, verdict(state, fault));
        }
    }

    private @Nullable String remove(long intake) {
        synchronized (waiting) {
            return waiting.remove(intake);
        }
    }

    /** Quarantined is AE with the reason; delivered, superseded, a retransmission or nothing to do is AA. */
    static Verdict verdict(MessageState state, @Nullable Fault fault) {
        if (state != MessageState.QUARANTINED) {
            return Verdict.ACCEPTED;
        }
        ErrorCode code = fault == null ? ErrorCode.INTERNAL : fault.code();
        String hl7Error = code.hl7Error() == null ? Verdict.APPLICATION_ERROR : code.hl7Error();
        return Verdict.refused(
                "AE",
                hl7Error,
                fault == null ? null : fault.hl7Location(),
                fault == null ? "the message was put aside for a person to look at" : fault.text(),
                fault == null || fault.detail() == null ? code.name() : fault.detail());
    }
}
