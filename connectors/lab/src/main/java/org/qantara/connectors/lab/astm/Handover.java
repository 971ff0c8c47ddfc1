package org.qantara.connectors.lab.astm;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.lab.CharsetDecision;
import org.qantara.connectors.lab.QantaraHeaders;
import org.qantara.connectors.lab.astm.link.Ascii;
import org.qantara.connectors.lab.astm.link.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives messages to the route as exchanges and reads the inbox's verdict from them (architecture page, section 1). Runs the
 * route on the consumer's workers; when all of them and their queue are busy the answer is UNAVAILABLE at once, so that the
 * analyser keeps the message. Thread-safe.
 */
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    private final LabAstmConsumer consumer;
    private final LabAstmEndpoint endpoint;
    private final ExecutorService workers;

    /** What the route said: the verdict and, for a host query, the message to send back. */
    record Answer(Verdict verdict, byte @Nullable [] reply) {}

    Handover(LabAstmConsumer consumer, LabAstmEndpoint endpoint, ExecutorService workers) {
        this.consumer = consumer;
        this.endpoint = endpoint;
        this.workers = workers;
    }

    /** A whole message; {@code answer} is called once, on any thread. */
    void message(byte[] message, AstmLine line, Consumer<Answer> answer) {
        Exchange exchange = exchange(message, line);
        process(exchange, () -> read(exchange, message), answer);
    }

    /** Bytes that are no whole message. */
    void fault(byte[] bytes, String reason, AstmLine line, Consumer<Answer> answer) {
        Exchange exchange = exchange(bytes, line);
        exchange.getIn().setHeader(QantaraHeaders.TRANSPORT_FAULT, reason);
        process(exchange, () -> readFault(exchange), answer);
    }

    private Exchange exchange(byte[] body, AstmLine line) {
        CharsetDecision charset = CharsetDecision.of(body, endpoint.getCharset());
        Exchange exchange = endpoint.createExchange(ExchangePattern.InOut);
        Message in = exchange.getIn();
        in.setBody(body);
        in.setHeader(QantaraHeaders.PROTOCOL, "astm");
        in.setHeader(QantaraHeaders.FORMAT, "astm");
        in.setHeader(QantaraHeaders.PEER, line.peer());
        in.setHeader(QantaraHeaders.PORT, line.localPort());
        in.setHeader(QantaraHeaders.RECEIVED_AT, OffsetDateTime.now().toString());
        in.setHeader(QantaraHeaders.CHARSET, charset.charset());
        in.setHeader(QantaraHeaders.CHARSET_SOURCE, charset.source());
        return exchange;
    }

    private void process(Exchange exchange, Supplier<Answer> read, Consumer<Answer> answer) {
        try {
            workers.execute(
                    () -> consumer.getAsyncProcessor().process(exchange, doneSync -> answer.accept(read.get())));
        } catch (RejectedExecutionException e) {
            LOG.warn("lab-astm {}: all workers are busy; the analyser is asked to repeat", endpoint.getAddress());
            answer.accept(new Answer(Verdict.UNAVAILABLE, null));
        }
    }

    /** A fault is kept without a verdict; only a route that failed has not kept it. */
    private Answer readFault(Exchange exchange) {
        return failed(exchange) ? new Answer(Verdict.UNAVAILABLE, null) : new Answer(Verdict.REFUSED, null);
    }

    private boolean failed(Exchange exchange) {
        Exception exception = exchange.getException();
        if (exception == null) return false;
        consumer.getExceptionHandler().handleException("lab-astm: the route failed", exchange, exception);
        return true;
    }

    private Answer read(Exchange exchange, byte[] body) {
        if (failed(exchange)) return new Answer(Verdict.UNAVAILABLE, null);
        Verdict verdict = verdict(exchange.getMessage().getHeader(QantaraHeaders.OUTCOME, String.class));
        byte[] reply = verdict == Verdict.ACCEPTED && isQuery(body) ? reply(exchange, body) : null;
        return new Answer(verdict, reply);
    }

    private Verdict verdict(@Nullable String outcome) {
        if (outcome != null)
            for (Verdict verdict : Verdict.values())
                if (verdict.name().toLowerCase(Locale.ROOT).equals(outcome)) return verdict;
        LOG.error(
                "lab-astm {}: the route answered {}={}; expected accepted, refused or unavailable; end the route in inbox:",
                endpoint.getAddress(),
                QantaraHeaders.OUTCOME,
                outcome);
        return Verdict.UNAVAILABLE;
    }

    /** The body that the route put in the place of the query; null when it left the query there. */
    private static byte @Nullable [] reply(Exchange exchange, byte[] query) {
        byte[] body = exchange.getMessage().getBody(byte[].class);
        return body == null || body.length == 0 || Arrays.equals(body, query) ? null : body;
    }

    /** Whether a record of the message is a request for information (LIS02-A2: record type Q). */
    static boolean isQuery(byte[] message) {
        boolean begin = true;
        byte delimiter = message.length > 1 ? message[1] : 0;
        for (int i = 0; i + 1 < message.length; i++) {
            if (begin && message[i] == 'Q' && message[i + 1] == delimiter) return true;
            begin = message[i] == Ascii.CR || message[i] == Ascii.LF;
        }
        return false;
    }
}
