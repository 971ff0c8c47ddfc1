package org.qantara.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.mllp.MllpConsumer;
import org.qantara.connectors.mllp.MllpHeaders;

/** {@code tls init}, {@code tls issue} and {@code send --to mllps://} as a pilot site uses them. */
class TlsSendIT {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> senders = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private Path tls;
    private int port;

    @BeforeEach
    void listen() throws Exception {
        tls = folder.resolve("tls");
        assertThat(qantara("tls", "init", "--folder", tls.toString(), "--host", "node.example"))
                .isZero();
        assertThat(qantara("tls", "issue", "his.chu", "--folder", tls.toString()))
                .isZero();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mllp:127.0.0.1:0?acknowledge=completed&tls=true&certificateFile=" + tls.resolve("qantara.crt")
                                + "&privateKeyFile=" + tls.resolve("qantara.key") + "&trustFile="
                                + tls.resolve("ca.crt"))
                        .routeId("receiver")
                        .process(exchange -> senders.add(
                                exchange.getMessage().getHeader(MllpHeaders.PEER_CERTIFICATE, String.class)));
            }
        });
        camel.start();
        port = ((MllpConsumer) camel.getRoute("receiver").getConsumer()).port();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private static int qantara(String... arguments) {
        return RootCommand.execute(arguments);
    }

    private int send(List<String> files, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("send", "--timeout", "5", "--to", "mllps://localhost:" + port));
        arguments.addAll(files);
        arguments.addAll(List.of(more));
        return qantara(arguments.toArray(String[]::new));
    }

    private String message(String name) throws Exception {
        Path file = folder.resolve(name + ".hl7");
        Files.writeString(file, "MSH|^~\\&|HIS|CHU|Q|D|20260101||ADT^A08^ADT_A01|" + name + "|P|2.5.1\rEVN|A08\r");
        return file.toString();
    }

    private String file(String name) {
        return tls.resolve(name).toString();
    }

    @Test
    void severalFilesGoOverOneAuthenticatedConnection() throws Exception {
        List<String> files = List.of(message("M1"), message("M2"), message("M3"));
        assertThat(send(files, "--ca", file("ca.crt"), "--cert", file("his.chu.crt"), "--key", file("his.chu.key")))
                .isEqualTo(ExitCode.OK);
        assertThat(senders).hasSize(3).allMatch(subject -> subject.contains("CN=his.chu"));
    }

    @Test
    void withoutACertificateNothingIsTaken() throws Exception {
        assertThat(send(List.of(message("M1")), "--ca", file("ca.crt"))).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(senders).isEmpty();
    }

    @Test
    void aReceiverOfAForeignAuthorityIsNotSpokenTo() throws Exception {
        String foreign = folder.resolve("foreign").toString();
        assertThat(qantara("tls", "init", "--folder", foreign)).isZero();
        assertThat(send(List.of(message("M1")), "--ca", foreign + "/ca.crt")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(senders).isEmpty();
    }

    @Test
    void mistakesOfTheCommandLineAreUsage() throws Exception {
        String message = message("M1");
        assertThat(send(List.of(message), "--cert", file("his.chu.crt"))).isEqualTo(ExitCode.USAGE);
        assertThat(qantara("send", message, "--to", "mllp://127.0.0.1:" + port, "--ca", file("ca.crt")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(qantara("send", message, "--to", "http://127.0.0.1")).isEqualTo(ExitCode.USAGE);
        assertThat(qantara("send", message, "--to", "mllp://127.0.0.1:1")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(qantara("tls", "init", "--folder", tls.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(qantara("tls", "issue", "x", "--folder", folder.toString())).isEqualTo(ExitCode.FAILED);
    }
}
