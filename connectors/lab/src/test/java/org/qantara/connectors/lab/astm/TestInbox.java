package org.qantara.connectors.lab.astm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.qantara.connectors.lab.QantaraHeaders;

/** Stands where {@code inbox:} stands: keeps what is handed over, with its headers, and says the verdict. Thread-safe. */
final class TestInbox implements Processor {
    /** One hand-over. */
    record Stored(String body, Map<String, Object> headers) {}

    final List<Stored> accepted = new CopyOnWriteArrayList<>();
    final List<Stored> faults = new CopyOnWriteArrayList<>();
    final List<Stored> others = new CopyOnWriteArrayList<>();
    final Map<String, Integer> handedOver = new ConcurrentHashMap<>();
    volatile Function<String, String> verdict = body -> "accepted";
    volatile Function<String, String> reply = body -> null;

    @Override
    public void process(Exchange exchange) {
        String body = new String(exchange.getIn().getBody(byte[].class), StandardCharsets.ISO_8859_1);
        Stored stored = new Stored(body, new LinkedHashMap<>(exchange.getIn().getHeaders()));
        if (stored.headers().containsKey(QantaraHeaders.TRANSPORT_FAULT)) {
            faults.add(stored);
            return;
        }
        String outcome = verdict.apply(body);
        handedOver.merge(body, 1, Integer::sum);
        if (outcome.equals("accepted")) accepted.add(stored);
        else others.add(stored);
        exchange.getMessage().setHeader(QantaraHeaders.OUTCOME, outcome);
        String answer = reply.apply(body);
        if (answer != null) exchange.getMessage().setBody(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    List<String> acceptedBodies() {
        List<String> bodies = new ArrayList<>();
        for (Stored stored : accepted) bodies.add(stored.body());
        return bodies;
    }
}
