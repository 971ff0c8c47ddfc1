package org.qantara.connectors.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.lab.astm.LabAstmConsumer;
import org.qantara.emulate.AnalyserEmulator;
import org.qantara.emulate.Dialect;
import org.qantara.emulate.LineFaults;

/** Messages and a session that real equipment wrote, published by others, through the connector byte for byte. */
@Timeout(60)
class SharedSamplesIT {
    private static final AnalyserEmulator.Waits WAITS = new AnalyserEmulator.Waits(5_000, 50, 50);

    @TempDir
    Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private Path samples;

    @BeforeEach
    void find() {
        Path place = Path.of(System.getProperty("qantara.root")).toAbsolutePath();
        while (place != null && !Files.isDirectory(place.resolve("shared/data/lab"))) place = place.getParent();
        Assumptions.assumeTrue(
                place != null, "SKIPPED: shared/data/lab is not beside the project; nothing was checked");
        samples = place.resolve("shared/data/lab");
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private int start(String uri) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("lab").process(SharedSamplesIT.this::inbox);
            }
        });
        camel.start();
        return camel.getRoute("lab").getConsumer() instanceof LabAstmConsumer astm ? astm.getLocalPort() : -1;
    }

    private void inbox(Exchange exchange) {
        assertThat(exchange.getIn().getHeaders()).doesNotContainKey(QantaraHeaders.TRANSPORT_FAULT);
        stored.add(new String(exchange.getIn().getBody(byte[].class), StandardCharsets.ISO_8859_1));
        exchange.getMessage().setHeader(QantaraHeaders.OUTCOME, "accepted");
    }

    @Test
    void messagesOfCentaurDxhAndMicrobiology() throws Exception {
        Map<String, String> profiles = Map.of(
                "astm-chistousov-centaurxp-results-1.txt", "centaur",
                "astm-chistousov-centaurxp-requests-1.txt", "centaur",
                "astm-chistousov-centaurxp-orders-2.txt", "centaur",
                "astm-chistousov-unicel-dxh-results-1.txt", "dxh",
                "astm-nhapi-1394-microbiology.txt", "generic");
        for (Map.Entry<String, String> sample : profiles.entrySet()) {
            String message = Files.readString(samples.resolve(sample.getKey()), StandardCharsets.ISO_8859_1);
            String whole = message.endsWith("\r") ? message : message + "\r";
            int port = start("lab-astm:127.0.0.1:0?profile=" + sample.getValue());
            try (AnalyserEmulator analyser = new AnalyserEmulator(
                    Dialect.SYSMEX,
                    () -> new Socket(InetAddress.getLoopbackAddress(), port),
                    LineFaults.none(),
                    WAITS)) {
                analyser.send(whole);
            }
            assertThat(stored).as(sample.getKey()).containsExactly(whole);
            stored.clear();
            camel.getRouteController().stopRoute("lab");
            camel.removeRoute("lab");
        }
    }

    @Test
    void aSessionOfAMindrayWithItsOwnChecksum() throws Exception {
        String log =
                Files.readString(samples.resolve("astm-astmio-mindray-bs240-session.log"), StandardCharsets.ISO_8859_1);
        int port = start("lab-astm:127.0.0.1:0?profile=mindray");
        StringBuilder message = new StringBuilder();
        try (Socket analyser = new Socket(InetAddress.getLoopbackAddress(), port)) {
            analyser.setSoTimeout(5_000);
            for (String line : log.lines().toList()) {
                String wire = line.replaceFirst("^SEND: ", "")
                        .replace("[ENQ]", "\u0005")
                        .replace("[STX]", "\u0002")
                        .replace("[CR]", "\r")
                        .replace("[ETX]", "\u0003")
                        .replace("[LF]", "\n")
                        .replace("[EOT]", "\u0004");
                analyser.getOutputStream().write(wire.getBytes(StandardCharsets.ISO_8859_1));
                if (wire.equals("\u0004")) break;
                assertThat(analyser.getInputStream().read()).as(line).isEqualTo(0x06);
                if (wire.startsWith("\u0002")) message.append(wire, 2, wire.indexOf('\u0003'));
            }
        }
        assertThat(stored).containsExactly(message.toString());
        assertThat(message.toString())
                .startsWith("H|\\^&|||Mindry")
                .contains("\rP|476|")
                .endsWith("L|475|N\r");
    }

    @Test
    void anHprimFile() throws Exception {
        byte[] file = Files.readAllBytes(samples.resolve("hprim-2.1-oru-hl7eu-synthetic.hpr"));
        Files.write(folder.resolve("r.hpr"), file);
        Files.createFile(folder.resolve("r.ok"));
        start("lab-hprim:" + folder + "?delay=50&initialDelay=0");
        await().until(() -> !stored.isEmpty());
        assertThat(stored).containsExactly(new String(file, StandardCharsets.ISO_8859_1));
    }
}
