package org.qantara.connectors.mllp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A listening process to be killed: stores each body durably in a file, one line with its length before each, then accepts it. */
public final class ServerProcess {
    private ServerProcess() {}

    /** Arguments: port, file of the stored control ids, file that is written once the port is bound. */
    public static void main(String[] arguments) throws Exception {
        Path stored = Path.of(arguments[1]);
        DefaultCamelContext context = new DefaultCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mllp:127.0.0.1:" + arguments[0]).routeId("in").process(exchange -> {
                    String id = org.qantara.connectors.mllp.hl7.Acknowledgement.controlIdOf(
                            exchange.getIn().getBody(byte[].class));
                    synchronized (stored) {
                        Files.writeString(
                                stored,
                                id + "\n",
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND,
                                StandardOpenOption.DSYNC);
                    }
                    exchange.getMessage().setHeader("QantaraOutcome", "accepted");
                });
            }
        });
        context.start();
        int port = ((MllpConsumer) context.getRoute("in").getConsumer()).port();
        Path ready = Path.of(arguments[2]);
        Files.writeString(ready.resolveSibling("writing"), String.valueOf(port));
        Files.move(ready.resolveSibling("writing"), ready);
        Thread.currentThread().join();
    }
}
