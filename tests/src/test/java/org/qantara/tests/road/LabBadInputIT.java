package org.qantara.tests.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.qantara.app.security.Access;
import org.qantara.tests.process.Stack;

/**
 * What analysers and lab systems send wrongly, on the whole stack: each is answered on the wire, stands in the ledger with its exact place
 * and what to do, and goes through after the change that the text asks for.
 */
class LabBadInputIT {
    private static final String FACILITY = "LAB-BAD-01";
    private static final int ENQ = 5;
    private static final int ACK = 6;
    private static final int NAK = 21;
    private static final int EOT = 4;
    private static Stack stack;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.shared();
        stack.route(
                FACILITY,
                """
                - templatedRoute:
                    routeTemplateRef: lab-astm
                    routeId: LAB-BAD-01
                    parameters:
                      - { name: facility, value: LAB-BAD-01 }
                      - { name: port, value: 0 }
                      - { name: authority, value: LABBAD }
                      - { name: charset, value: UTF-8 }
                - templatedRoute:
                    routeTemplateRef: http-inbound
                    routeId: LAB-BAD-01-http
                    parameters:
                      - { name: facility, value: LAB-BAD-01 }
                      - { name: authority, value: LABBAD }
                """);
    }

    private static String id() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** An analyser by hand. */
    private static final class Wire implements AutoCloseable {
        private final Socket socket;

        Wire() throws IOException {
            socket = new Socket("127.0.0.1", stack.portOf(FACILITY));
            socket.setSoTimeout(20_000);
        }

        int say(byte... bytes) throws IOException {
            tell(bytes);
            return socket.getInputStream().read();
        }

        void tell(byte... bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static byte[] frame(String text, Charset charset, int error) {
        byte[] summed = ("1" + text + "\u0003").getBytes(charset);
        int sum = error;
        for (byte b : summed) sum += b & 0xFF;
        byte[] end = String.format(Locale.ROOT, "%02X\r\n", sum % 256).getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[1 + summed.length + end.length];
        frame[0] = 2;
        System.arraycopy(summed, 0, frame, 1, summed.length);
        System.arraycopy(end, 0, frame, 1 + summed.length, end.length);
        return frame;
    }

    private static String message(String id, String records) {
        return "H|\\^&|" + id + "||ANALYSER|||||host||P|LIS2-A2|20260301100000\r" + records.replace('\n', '\r')
                + "L|1|N\r";
    }

    private static String potassium(String patient, String sample, String name) {
        return "P|1|" + patient + "|||" + name + "\nO|1|" + sample + "||^^^K|R\nR|1|^^^K|4.1|mmol/L||||F\n";
    }

    private static void sent(String message, Charset charset) throws IOException {
        try (Wire wire = new Wire()) {
            assertThat(wire.say((byte) ENQ)).isEqualTo(ACK);
            assertThat(wire.say(frame(message, charset, 0))).as("stored").isEqualTo(ACK);
            wire.tell((byte) EOT);
        }
    }

    private static List<JsonNode> refused() throws Exception {
        JsonNode rows = stack.fhir()
                .json("/api/messages?limit=50&state=refused&facility=" + FACILITY, Access.OPERATOR)
                .path("messages");
        return java.util.stream.StreamSupport.stream(rows.spliterator(), false).toList();
    }

    private static JsonNode awaitRefused(int before) throws Exception {
        await().atMost(Duration.ofSeconds(30)).until(() -> refused().size() > before);
        JsonNode row = refused().get(0);
        return stack.fhir().json("/api/messages/" + row.path("intake").asLong(), Access.OPERATOR);
    }

    private static JsonNode quarantined(String id, String place, String... words) throws Exception {
        JsonNode row = stack.awaitRow(FACILITY, id);
        assertThat(row.path("state").asText()).as(row.toString()).isEqualTo("quarantined");
        assertThat(row.path("errorLocation").asText()).isEqualTo(place);
        JsonNode shown = stack.fhir().json("/api/messages/" + row.path("intake").asLong(), Access.OPERATOR);
        assertThat(shown.toString()).contains(words);
        return row;
    }

    /** Writes the facility's maps and replays until the message is delivered. */
    private static void mended(JsonNode row, String id, String maps) throws Exception {
        Path file = stack.running().settings().mappingsFolder().resolve("facilities/" + FACILITY + ".yaml");
        Files.writeString(file, "facility: " + FACILITY + "\nextends: country/ma\n" + maps + "\n");
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    stack.fhir()
                            .post(
                                    "/api/messages/" + row.path("intake").asLong() + "/replay",
                                    Map.of("reason", "the facility's maps are mended"),
                                    Access.OPERATOR);
                    return stack.awaitRow(FACILITY, id).path("state").asText().equals("delivered");
                });
        Files.delete(file);
    }

    private static List<JsonNode> patients(String number) throws Exception {
        return stack.fhir().search("Patient?identifier=urn:ma:ipp:" + FACILITY + "%7C" + number);
    }

    @Test
    void aWrongChecksumIsRefusedOnTheWireAndTheRetryTakenOnce() throws Exception {
        String id = id();
        String message = message(id, potassium("N" + id, "S" + id, ""));
        try (Wire wire = new Wire()) {
            assertThat(wire.say((byte) ENQ)).isEqualTo(ACK);
            assertThat(wire.say(frame(message, StandardCharsets.UTF_8, 1))).isEqualTo(NAK);
            assertThat(wire.say(frame(message, StandardCharsets.UTF_8, 0))).isEqualTo(ACK);
            wire.tell((byte) EOT);
        }
        assertThat(stack.awaitRow(FACILITY, id).path("state").asText()).isEqualTo("delivered");
        assertThat(stack.fhir()
                        .json("/api/messages?facility=" + FACILITY + "&controlId=" + id, Access.OPERATOR)
                        .path("messages"))
                .hasSize(1);
    }

    @Test
    void sixWrongFramesEndTheSessionAndLeaveAnEntry() throws Exception {
        int before = refused().size();
        String id = id();
        byte[] wrong = frame(message(id, potassium("N" + id, "S" + id, "")), StandardCharsets.UTF_8, 1);
        try (Wire wire = new Wire()) {
            assertThat(wire.say((byte) ENQ)).isEqualTo(ACK);
            for (int attempt = 1; attempt <= 6; attempt++)
                assertThat(wire.say(wrong)).as("attempt " + attempt).isEqualTo(NAK);
            wire.tell((byte) EOT); // after six the sender gives up (LIS01-A2 6.5.1.2)
        }
        JsonNode entry = awaitRefused(before);
        assertThat(entry.path("errorCode").asText()).isEqualTo("TRANSPORT_FAULT");
        assertThat(entry.toString()).contains("checksum");
        assertThat(patients("N" + id)).isEmpty();
    }

    @Test
    void aFrameThatIsCutLeavesAnEntryAndTheNextMessageIsTaken() throws Exception {
        int before = refused().size();
        String id = id();
        String message = message(id, potassium("N" + id, "S" + id, ""));
        byte[] first = ("1" + message.substring(0, 60)).getBytes(StandardCharsets.UTF_8);
        try (Wire wire = new Wire()) {
            assertThat(wire.say((byte) ENQ)).isEqualTo(ACK);
            wire.tell((byte) 2);
            wire.tell(first);
        }
        JsonNode entry = awaitRefused(before);
        assertThat(entry.path("errorCode").asText()).isEqualTo("TRANSPORT_FAULT");
        assertThat(entry.toString()).contains("look at the connection");
        sent(message, StandardCharsets.UTF_8);
        assertThat(stack.awaitRow(FACILITY, id).path("state").asText()).isEqualTo("delivered");
    }

    @Test
    void twoPatientsInOneMessageAreKeptBackUntilTheFacilitySaysThatItMeansTwo() throws Exception {
        String id = id();
        sent(
                message(
                        id,
                        potassium("N" + id, "S" + id, "")
                                + potassium("M" + id, "T" + id, "").replace("P|1", "P|2")),
                StandardCharsets.UTF_8);
        JsonNode row = quarantined(id, "P[2]", "TWO-PATIENTS", "send a message per patient");
        assertThat(patients("N" + id)).isEmpty();
        mended(row, id, "severity: { TWO-PATIENTS: warning }");
        assertThat(patients("N" + id)).hasSize(1);
        assertThat(patients("M" + id)).hasSize(1);
    }

    @Test
    void anotherDelimiterThanTheHeaderDeclaresIsNamedAndCanBeSaid() throws Exception {
        String id = id();
        String message =
                message(id, potassium("N" + id, "S" + id, "").replace('|', '!')).replace("L|1|N", "L!1!N\rL|1|N");
        sent(message, StandardCharsets.UTF_8);
        JsonNode row = quarantined(id, "record 2", "BAD-DELIMITERS", "'!' that stands behind P", "mend the sender");
        mended(row, id, "reading: { delimiters: \"!\\\\^&\" }");
        assertThat(patients("N" + id)).hasSize(1);
    }

    @Test
    void bytesThatAreNoTextInTheRoutesCharsetAreNotGuessedAt() throws Exception {
        String id = id();
        sent(message(id, potassium("N" + id, "S" + id, "BENNANI^Zo\u00e9")), StandardCharsets.ISO_8859_1);
        int at = message(id, potassium("N" + id, "S" + id, "BENNANI^Zo")).indexOf("Zo") + 2;
        JsonNode row = quarantined(id, "byte " + at, "BAD-CHARSET", "no text in UTF-8", "then replay");
        mended(row, id, "reading: { charset: ISO-8859-1 }");
        assertThat(patients("N" + id)
                        .get(0)
                        .path("name")
                        .path(0)
                        .path("given")
                        .path(0)
                        .asText())
                .isEqualTo("Zo\u00e9");
    }

    @Test
    void noHeaderAtAllIsRefusedAndKept() throws Exception {
        int before = refused().size();
        try (Wire wire = new Wire()) {
            assertThat(wire.say((byte) ENQ)).isEqualTo(ACK);
            assertThat(wire.say(frame("P|1|77\rL|1|N\r", StandardCharsets.UTF_8, 0)))
                    .isEqualTo(ACK);
            wire.tell((byte) EOT);
        }
        assertThat(awaitRefused(before).toString()).contains("header record H");
    }
}
