package org.qantara.connectors.lab.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.qantara.connectors.lab.QantaraHeaders;

/** A process that picks up a folder and stores into a journal that is synced to disk; made to be killed. */
final class PickupNode {
    private PickupNode() {}

    /** Arguments: folder, journal. Each journal line is the result number of one stored message. */
    public static void main(String[] args) throws Exception {
        FileChannel journal = FileChannel.open(
                Path.of(args[1]), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("lab-hprim:" + args[0] + "?delay=10&initialDelay=0&maxMessagesPerPoll=20")
                        .process(e -> store(e, journal));
            }
        });
        camel.start();
        Thread.currentThread().join();
    }

    private static void store(Exchange exchange, FileChannel journal) {
        String body = new String(exchange.getIn().getBody(byte[].class), StandardCharsets.ISO_8859_1);
        String number = body.substring(body.indexOf("|RES") + 4, body.indexOf(".HPR"));
        try {
            journal.write(ByteBuffer.wrap((number + "\n").getBytes(StandardCharsets.US_ASCII)));
            journal.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        exchange.getMessage().setHeader(QantaraHeaders.OUTCOME, "accepted");
    }
}
