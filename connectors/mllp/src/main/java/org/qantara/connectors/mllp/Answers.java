package org.qantara.connectors.mllp;

import java.nio.charset.Charset;
import java.time.OffsetDateTime;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.hl7.AckMode;
import org.qantara.connectors.mllp.hl7.AckWriter;
import org.qantara.connectors.mllp.hl7.CharsetPolicy.Reading;
import org.qantara.connectors.mllp.hl7.Msh;
import org.qantara.connectors.mllp.hl7.Verdict;
import org.qantara.connectors.mllp.metrics.Counter;
import org.qantara.connectors.mllp.metrics.Counters;
import org.qantara.connectors.mllp.server.Connection;
import org.qantara.connectors.mllp.server.Inbound.Fault;
import org.qantara.connectors.mllp.server.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a route leaves on an exchange into the acknowledgement that the sender asked for. Thread-safe. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private static final String NOT_STORED = "the message could not be stored; send it again later";

    private final MllpConfiguration configuration;
    private final Counters counters;
    private final MllpConnections connections;
    private final AckWriter writer = new AckWriter();

    Answers(MllpConfiguration configuration, Counters counters, MllpConnections connections) {
        this.configuration = configuration;
        this.counters = counters;
        this.connections = connections;
    }

    /** Opens the conversation about one frame, before its route runs. */
    Conversation begin(Connection connection, Reading reading, @Nullable Fault fault) {
        AckMode mode = AckMode.of(reading.msh());
        Charset charset = reading.decision().charset();
        boolean later = fault == null && mode.enhanced() && mode.application() != AckMode.Condition.NE;
        MllpConnections.Waiting waiting = later
                ? connections.await(
                        connection,
                        mode,
                        verdict -> writer.application(reading.msh(), charset, verdict, OffsetDateTime.now()))
                : null;
        return new Conversation(reading.msh(), charset, mode, fault, waiting);
    }

    /** The answer to a message that is not taken at all. */
    Reply refuse(Reading reading, String reason) {
        AckMode mode = AckMode.of(reading.msh());
        return new Conversation(reading.msh(), reading.decision().charset(), mode, null, null)
                .end(Verdict.tryAgainLater(reason));
    }

    /** One frame, from its arrival to its last acknowledgement. */
    final class Conversation {
        private final @Nullable Msh msh;
        private final Charset charset;
        private final AckMode mode;
        private final @Nullable Fault fault;
        private final MllpConnections.@Nullable Waiting waiting;
        private boolean positive;
        private boolean stored = true;

        Conversation(
                @Nullable Msh msh,
                Charset charset,
                AckMode mode,
                @Nullable Fault fault,
                MllpConnections.@Nullable Waiting waiting) {
            this.msh = msh;
            this.charset = charset;
            this.mode = mode;
            this.fault = fault;
            this.waiting = waiting;
        }

        @Nullable
        String replyTo() {
            return waiting == null ? null : waiting.replyTo();
        }

        /** The answer, once the route has ended. */
        Reply end(Exchange exchange) {
            boolean failed = exchange.isFailed() || exchange.isRollbackOnly();
            if (failed) {
                counters.increment(Counter.EXCHANGES_FAILED);
                LOG.error(
                        "route failed for exchange {}; its sender is told to send again",
                        exchange.getExchangeId(),
                        exchange.getException());
            }
            if (fault != null) {
                return fault.answerable()
                        ? reply(Verdict.refused("AE", Verdict.APPLICATION_ERROR, null, fault.text(), null))
                        : Reply.SILENCE;
            }
            return end(failed ? Verdict.tryAgainLater(NOT_STORED) : verdict(exchange.getMessage()));
        }

        /** The answer to a message for which no route ran. */
        Reply end(Verdict verdict) {
            positive = verdict.positive();
            stored = !verdict.tryAgain();
            if (!stored && configuration.getOnStoreFailure() == MllpConfiguration.OnStoreFailure.close) {
                counters.increment(Counter.ACKS_WITHHELD);
                return Reply.CLOSE;
            }
            return reply(verdict);
        }

        /** The bytes are kept somewhere, accepted or refused. */
        boolean stored() {
            return stored;
        }

        /** The answer was handed to the connection. */
        void answered() {
            if (waiting != null && positive) {
                waiting.committed();
            } else if (waiting != null) {
                waiting.forget();
            }
        }

        private Reply reply(Verdict verdict) {
            if (msh != null && mode.enhanced() && mode.accept().wants(verdict.positive())) {
                return counted(verdict, writer.commit(msh, charset, verdict, OffsetDateTime.now()));
            }
            boolean now = !mode.enhanced()
                    || !verdict.positive() && mode.application().wants(false);
            if (now) {
                return counted(verdict, writer.application(msh, charset, verdict, OffsetDateTime.now()));
            }
            counters.increment(Counter.ACKS_WITHHELD);
            return Reply.SILENCE;
        }

        private Reply counted(Verdict verdict, byte[] acknowledgement) {
            counters.increment(
                    switch (verdict.code()) {
                        case "AA" -> Counter.ACKS_ACCEPT;
                        case "AR" -> Counter.ACKS_REJECT;
                        default -> Counter.ACKS_ERROR;
                    });
            return new Reply.Answer(acknowledgement);
        }
    }

    private Verdict verdict(Message message) {
        String outcome = message.getHeader(MllpHeaders.OUTCOME, String.class);
        String text = message.getHeader(MllpHeaders.ERROR_TEXT, String.class);
        if (outcome == null) {
            if (configuration.getAcknowledge() == MllpConfiguration.Acknowledge.completed) {
                return Verdict.ACCEPTED;
            }
            counters.increment(Counter.EXCHANGES_FAILED);
            LOG.error(
                    "the route set no header {}; end it with an inbox, or say acknowledge=completed on the mllp endpoint",
                    MllpHeaders.OUTCOME);
            return Verdict.tryAgainLater(NOT_STORED);
        }
        return switch (outcome) {
            case "accepted" -> Verdict.ACCEPTED;
            case "refused" ->
                Verdict.refused(
                        "AR".equals(message.getHeader(MllpHeaders.ACK_CODE, String.class)) ? "AR" : "AE",
                        message.getHeader(MllpHeaders.HL7_ERROR, String.class),
                        message.getHeader(MllpHeaders.ERROR_LOCATION, String.class),
                        text,
                        message.getHeader(MllpHeaders.ERROR_CODE, String.class));
            default -> Verdict.tryAgainLater(text == null ? NOT_STORED : text);
        };
    }
}
