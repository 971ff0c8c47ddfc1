package org.qantara.connectors.mllp;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.Answers.Conversation;
import org.qantara.connectors.mllp.hl7.Batch;
import org.qantara.connectors.mllp.hl7.CharsetDecision;
import org.qantara.connectors.mllp.hl7.CharsetPolicy;
import org.qantara.connectors.mllp.hl7.Verdict;
import org.qantara.connectors.mllp.metrics.Counter;
import org.qantara.connectors.mllp.server.FrameReceiver;
import org.qantara.connectors.mllp.server.Inbound;
import org.qantara.connectors.mllp.server.Inbound.Fault;
import org.qantara.connectors.mllp.server.MllpServer;
import org.qantara.connectors.mllp.server.Reply;
import org.qantara.connectors.mllp.tls.TlsSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens, turns each frame into an exchange, and answers with the verdict that the route leaves on it.
 *
 * <p>Frames of one connection go through the route one at a time, those of different connections at once, on the component's workers. At shutdown the
 * port is given free, the messages in work are finished and answered, and nothing further is read.
 */
@ManagedResource(description = "Listens for HL7 v2 over MLLP")
public class MllpConsumer extends DefaultConsumer
        implements Suspendable, ShutdownAware, FrameReceiver, BatchReception.Messages {
    private static final Logger LOG = LoggerFactory.getLogger(MllpConsumer.class);

    private final MllpEndpoint endpoint;
    private @Nullable MllpServer server;
    private @Nullable CharsetPolicy charsets;
    private @Nullable Answers answers;
    private @Nullable TlsSource tls;

    MllpConsumer(MllpEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    /** The port that is bound, which matters when the endpoint says 0; -1 while none is. */
    public int port() {
        MllpServer current = server;
        return current == null ? -1 : current.port();
    }

    @ManagedAttribute(description = "The port that is bound; -1 while none is")
    public int getPort() {
        return port();
    }

    @ManagedAttribute(description = "Connections that are open now")
    public int getConnectionsOpen() {
        MllpServer current = server;
        return current == null ? 0 : current.connectionsOpen();
    }

    @ManagedAttribute(
            description =
                    "Whole days until the certificate of this endpoint expires, negative when it has; null on a plain endpoint")
    public @Nullable Long getCertificateDaysLeft() {
        TlsSource current = tls;
        return current == null ? null : current.daysLeft();
    }

    @ManagedAttribute(description = "What this endpoint counted since start, by name")
    public Map<String, Long> getCounts() {
        return endpoint.counters().values();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        charsets = endpoint.getConfiguration().charsetPolicy();
        answers = new Answers(
                endpoint.getConfiguration(),
                endpoint.counters(),
                endpoint.getComponent().connections());
        listen();
    }

    @Override
    protected void doSuspend() {
        if (server != null) {
            server.drain();
        }
    }

    @Override
    protected void doResume() throws Exception {
        listen();
    }

    @Override
    protected void doStop() throws Exception {
        MllpServer current = server;
        if (current != null) {
            current.drain();
            if (!current.awaitDrained(
                    Duration.ofMillis(endpoint.getConfiguration().getDrainTimeoutMs()))) {
                LOG.warn(
                        "{} messages on port {} were not finished within drainTimeoutMs={}; their senders have no answer and send again",
                        current.framesPending(),
                        endpoint.getPort(),
                        endpoint.getConfiguration().getDrainTimeoutMs());
            }
            current.close();
            server = null;
        }
        super.doStop();
    }

    private void listen() throws Exception {
        MllpComponent component = endpoint.getComponent();
        tls = endpoint.getConfiguration().serverTls(endpoint.counters());
        MllpServer started = new MllpServer(
                endpoint.serverSettings(tls), this, component.budget(), endpoint.counters(), component.eventLoops());
        started.start();
        server = started;
    }

    @Override
    public void received(Inbound frame, Consumer<Reply> answer) {
        try {
            endpoint.getComponent().workers().execute(() -> run(frame, answer));
        } catch (RejectedExecutionException e) {
            LOG.debug("frame on port {} not taken: shutting down", endpoint.getPort(), e);
            answer.accept(Reply.CLOSE);
        }
    }

    @Override
    public Reply refuse(byte[] body, String reason) {
        return answers().refuse(charsets().read(body), reason);
    }

    private void run(Inbound frame, Consumer<Reply> answer) {
        try {
            process(frame, answer);
        } catch (RuntimeException | Error e) {
            // nothing was handed to the route yet: the sender has no answer and sends again
            LOG.error("a frame on port {} could not be handed to its route", endpoint.getPort(), e);
            answer.accept(Reply.CLOSE);
        }
    }

    private void process(Inbound frame, Consumer<Reply> answer) {
        CharsetPolicy.Reading reading = charsets().read(frame.body());
        Fault fault = fault(frame, reading.decision());
        if (fault == null && Batch.opens(reading.msh())) {
            endpoint.counters().increment(Counter.BATCHES);
            Batch batch = Batch.read(frame.body(), reading.decision().charset());
            int messagesMax = endpoint.getConfiguration().getBatchMessagesMax();
            if (batch.messageCount() <= messagesMax) {
                new BatchReception(this).receive(frame, reading, batch, answer);
                return;
            }
            fault = new Fault(
                    "batch of " + batch.messageCount() + " messages, batchMessagesMax is " + messagesMax, true);
        }
        Conversation conversation = answers().begin(frame.connection(), reading, fault);
        Exchange exchange = exchange(frame, reading.decision(), fault, conversation.replyTo());
        getAsyncProcessor().process(exchange, doneSync -> {
            Reply reply = Reply.CLOSE;
            try {
                reply = conversation.end(exchange);
            } catch (RuntimeException e) {
                // whatever became of the message, nobody may wait for an answer that cannot be written
                LOG.error("no answer could be made for exchange {}", exchange.getExchangeId(), e);
            } finally {
                releaseExchange(exchange, false);
            }
            answer.accept(reply);
            conversation.answered();
        });
    }

    @Override
    public BatchReception.Processed process(Inbound message) {
        CharsetPolicy.Reading reading = charsets().read(message.body());
        Fault fault = fault(message, reading.decision());
        Conversation conversation = answers().begin(message.connection(), reading, fault);
        Exchange exchange = exchange(message, reading.decision(), fault, conversation.replyTo());
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        Reply reply = conversation.end(exchange);
        releaseExchange(exchange, false);
        return new BatchReception.Processed(conversation, reply);
    }

    @Override
    public BatchReception.Processed postpone(Inbound message) {
        CharsetPolicy.Reading reading = charsets().read(message.body());
        Conversation conversation = answers().begin(message.connection(), reading, null);
        Verdict verdict =
                Verdict.tryAgainLater("an earlier message of this batch could not be stored; send it again later");
        return new BatchReception.Processed(conversation, conversation.end(verdict));
    }

    private CharsetPolicy charsets() {
        return started(charsets);
    }

    private Answers answers() {
        return started(answers);
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the mllp consumer is not started");
        }
        return part;
    }

    private @Nullable Fault fault(Inbound frame, CharsetDecision decision) {
        if (decision.source() == CharsetDecision.Source.UNKNOWN) {
            endpoint.counters().increment(Counter.CHARSET_UNKNOWN);
        }
        if (frame.fault() == null && decision.refusal() != null) {
            endpoint.counters().increment(Counter.CHARSET_REFUSED);
            return new Fault(decision.refusal(), true);
        }
        return frame.fault();
    }

    private Exchange exchange(
            Inbound frame, CharsetDecision decision, @Nullable Fault fault, @Nullable String replyTo) {
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        Message message = exchange.getIn();
        message.setBody(frame.body());
        message.setHeader(MllpHeaders.PROTOCOL, "mllp");
        message.setHeader(MllpHeaders.FORMAT, "hl7v2");
        message.setHeader(
                MllpHeaders.PEER,
                frame.connection().peer().getAddress().getHostAddress() + ":"
                        + frame.connection().peer().getPort());
        message.setHeader(MllpHeaders.PORT, frame.connection().localPort());
        message.setHeader(MllpHeaders.RECEIVED_AT, frame.receivedAt().toString());
        message.setHeader(MllpHeaders.CHARSET, decision.charset().name());
        message.setHeader(MllpHeaders.CHARSET_SOURCE, decision.source().headerValue());
        if (frame.connection().certificateSubject() != null) {
            message.setHeader(MllpHeaders.PEER_CERTIFICATE, frame.connection().certificateSubject());
        }
        if (fault != null) {
            message.setHeader(MllpHeaders.TRANSPORT_FAULT, fault.text());
        }
        if (replyTo != null) {
            message.setHeader(MllpHeaders.REPLY_TO, replyTo);
        }
        return exchange;
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @ManagedAttribute(description = "Messages that were received and not answered yet")
    @Override
    public int getPendingExchangesSize() {
        MllpServer current = server;
        return current == null ? 0 : current.framesPending();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // suspending gives the port free and finishes what is in work; nothing to prepare
    }
}
