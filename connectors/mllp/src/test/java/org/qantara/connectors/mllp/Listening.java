package org.qantara.connectors.mllp;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.qantara.connectors.mllp.metrics.Counter;

/** A Camel context with one listening route on a free port and an inbox that a test programs. */
final class Listening implements AutoCloseable {
    /** What the inbox received, in order of its completion. */
    record Received(byte[] body, java.util.Map<String, Object> headers) {
        String text() {
            return new String(body, java.nio.charset.StandardCharsets.ISO_8859_1);
        }

        Object header(String name) {
            return headers.get(name);
        }
    }

    /** The verdicts an inbox gives. */
    static final Processor ACCEPTS = exchange -> exchange.getMessage().setHeader("QantaraOutcome", "accepted");

    final DefaultCamelContext context = new DefaultCamelContext();
    final Queue<Received> received = new ConcurrentLinkedQueue<>();
    final MllpComponent component;

    Listening(String options, Processor inbox) throws Exception {
        this(new MllpComponent(), options, inbox);
    }

    Listening(MllpComponent component, String options, Processor inbox) throws Exception {
        this.component = component;
        context.addComponent("mllp", component);
        context.getShutdownStrategy().setTimeout(20);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("mllp:127.0.0.1:0" + options)
                        .routeId("in")
                        .process(Listening.this::record)
                        .process(inbox);
            }
        });
        context.start();
    }

    private void record(Exchange exchange) {
        received.add(new Received(
                exchange.getIn().getBody(byte[].class),
                java.util.Map.copyOf(exchange.getIn().getHeaders())));
    }

    MllpConsumer consumer() {
        org.apache.camel.Route route = context.getRoute("in");
        if (route == null) {
            return null;
        }
        return (MllpConsumer) route.getConsumer();
    }

    int port() {
        return consumer().port();
    }

    Peer peer() throws Exception {
        return new Peer(port());
    }

    long count(Counter counter) {
        return component.counters().value(counter);
    }

    List<String> texts() {
        return received.stream().map(Received::text).toList();
    }

    @Override
    public void close() {
        context.stop();
    }
}
