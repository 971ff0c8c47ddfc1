package org.qantara.connectors.dicom.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.dicom.SharedData;
import org.qantara.connectors.dicom.part10.DicomFile;

/** The component in a route: the contract with the inbox, outcome by outcome. */
class DicomRouteIT {
    @TempDir
    Path folder;

    private final List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();
    private final AtomicInteger releases = new AtomicInteger();
    private final List<String> syntaxes = new CopyOnWriteArrayList<>();
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
    private volatile String outcome = "accepted";
    private CamelContext context;

    private int start(String options) throws Exception {
        context = new DefaultCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("dicom:QANTARA@127.0.0.1:0?spool=" + folder.resolve("spool") + options)
                        .routeId("dicom")
                        .process(exchange -> inbox(exchange.getMessage()));
            }
        });
        context.start();
        return ((DicomConsumer) context.getRoute("dicom").getConsumer()).port();
    }

    private void inbox(Message message) {
        if (message.getHeader(DicomHeaders.RELEASED) != null) {
            releases.incrementAndGet();
            return;
        }
        headers.add(new TreeMap<>(message.getHeaders()));
        try {
            syntaxes.add(DicomFile.meta(Path.of(message.getHeader(DicomHeaders.FILE, String.class)))
                    .transferSyntaxUid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bodies.add(message.getBody(byte[].class));
        if (outcome.equals("throws")) {
            throw new IllegalStateException("the inbox is broken");
        }
        message.setHeader(DicomHeaders.OUTCOME, outcome);
        if (outcome.equals("refused")) {
            message.setHeader(DicomHeaders.STATUS, 0x0124);
            message.setHeader(DicomHeaders.ERROR_TEXT, "this sender does not belong here");
        }
    }

    private Message send(int port, Path file) {
        return context.createProducerTemplate()
                .request("dicom://QANTARA@127.0.0.1:" + port, exchange -> exchange.getIn()
                        .setBody(file))
                .getMessage();
    }

    private String failure(int port, Path file) {
        Exception failure = context.createProducerTemplate()
                .request("dicom://QANTARA@127.0.0.1:" + port, exchange -> exchange.getIn()
                        .setBody(file))
                .getException();
        return failure == null ? "no failure" : failure.getMessage();
    }

    @AfterEach
    void stop() {
        if (context != null) {
            context.stop();
        }
    }

    @Test
    void anAcceptedInstanceIsSuccessAndItsHeadersFollowTheContract() throws Exception {
        int port = start("");
        Path arabic = SharedData.file("chrArab.dcm");
        assertThat(send(port, arabic).getHeader(DicomHeaders.STATUS)).isEqualTo(0);

        Map<String, Object> header = headers.get(0);
        assertThat(header)
                .containsEntry(DicomHeaders.PROTOCOL, "dicom")
                .containsEntry(DicomHeaders.FORMAT, "dicom+json")
                .containsEntry(DicomHeaders.PORT, port)
                .containsEntry(DicomHeaders.CHARSET, "UTF-8")
                .containsEntry(DicomHeaders.CALLING_AE_TITLE, "QANTARA")
                .containsEntry(DicomHeaders.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.7")
                .containsEntry(DicomHeaders.REPLACES, false);
        assertThat(header.get(DicomHeaders.PEER).toString()).startsWith("127.0.0.1:");
        assertThat(OffsetDateTime.parse(header.get(DicomHeaders.RECEIVED_AT).toString()))
                .isBetween(
                        OffsetDateTime.now().minusMinutes(1),
                        OffsetDateTime.now().plusMinutes(1));
        assertThat(syntaxes).containsExactly("1.2.840.10008.1.2.1");
        assertThat(value(bodies.get(0), "00100010", "Alphabetic")).isEqualTo("قباني^لنزار");
        assertThat(value(bodies.get(0), "00081190", "Value")).isEqualTo("spool:" + header.get(DicomHeaders.OBJECT));
        assertThat(value(bodies.get(0), "7FE00010", "BulkDataURI")).contains("&length=1024");
    }

    @Test
    void theSameBytesAgainAreSuccessWithoutASecondExchange() throws Exception {
        int port = start("");
        Path file = SharedData.file("CT_small.dcm");
        send(port, file);
        assertThat(send(port, file).getHeader(DicomHeaders.STATUS)).isEqualTo(0);
        assertThat(headers).hasSize(1);
        await("each association tells its release")
                .atMost(Duration.ofSeconds(10))
                .until(() -> releases.get() == 2);
    }

    @Test
    void aRefusalIsToldWithItsStatusAndComment() throws Exception {
        int port = start("");
        outcome = "refused";
        Message answer = send(port, SharedData.file("CT_small.dcm"));
        assertThat(answer.getHeader(DicomHeaders.STATUS)).isEqualTo(0x0124);
        assertThat(answer.getHeader(DicomHeaders.ERROR_TEXT)).isEqualTo("this sender does not belong here");
        assertThat(answer.getExchange().getException())
                .hasMessageContaining("0124H")
                .message()
                .doesNotContain("this sender does not belong here"); // a peer's text may hold patient data
        assertThat(count("spool/refused")).isEqualTo(1);
        assertThat(count("spool/pending")).isZero();
    }

    @Test
    void anInboxThatIsNotAvailableIsA700AndTheNextStartHandsOn() throws Exception {
        int port = start("");
        for (String broken : List.of("unavailable", "throws", "nonsense")) {
            outcome = broken;
            assertThat(failure(port, SharedData.file("CT_small.dcm"))).contains("A700H");
        }
        assertThat(count("spool/pending")).isEqualTo(1);
        context.stop();
        headers.clear();
        outcome = "accepted";
        start("");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(count("spool/pending")).isZero());
        assertThat(headers).hasSize(1);
        assertThat(headers.get(0).get(DicomHeaders.CALLING_AE_TITLE)).isEqualTo("QANTARA");
    }

    @Test
    void anUnknownCallerIsRejectedWithTheReason() throws Exception {
        int port = start("&callingAeTitles=CT1,MR1");
        assertThat(failure(port, SharedData.file("CT_small.dcm"))).contains("calling AE title not recognized");
        int elsewhere = restart("&peers=10.0.0.0/8");
        assertThat(failure(elsewhere, SharedData.file("CT_small.dcm"))).contains("calling AE title not recognized");
    }

    private int restart(String options) throws Exception {
        context.stop();
        return start(options);
    }

    @Test
    void aWrongOptionSaysWhatWasExpected() {
        assertThatThrownBy(() -> start("&changedInstances=maybe"))
                .hasStackTraceContaining("expected replace, keep or refuse");
        assertThatThrownBy(() -> start("&sopClasses=CTImageStorag")).hasStackTraceContaining("CTImageStorage");
        assertThatThrownBy(() -> start("&characterSet=Martian")).hasStackTraceContaining("windows-1256");
    }

    private long count(String name) throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.count();
        }
    }

    /** The first text of a member inside one element of DICOM JSON. */
    static String value(byte[] json, String tag, String member) throws Exception {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            boolean inside = false;
            String field = "";
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME) {
                    field = parser.currentName();
                    inside |= field.equals(tag);
                } else if (inside && field.equals(member) && parser.currentToken() == JsonToken.VALUE_STRING) {
                    return parser.getText();
                }
            }
        }
        throw new AssertionError(tag + " " + member + " is not there");
    }
}
