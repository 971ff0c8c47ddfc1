package org.qantara.tests.road;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.qantara.app.routes.RouteState;
import org.qantara.app.security.Access;
import org.qantara.app.security.Issuers;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.emulate.AnalyserEmulator;
import org.qantara.emulate.AstmResults;
import org.qantara.emulate.Dialect;
import org.qantara.emulate.HprimEmulator;
import org.qantara.emulate.LabSample;
import org.qantara.emulate.LineFaults;
import org.qantara.tests.process.Stack;

/** Laboratories' road: emulated analyser or HPRIM folder → connector → inbox → maps → the record, read back as a foreign client would. */
class LabRoadIT {
    private static final String ANALYSER = "LAB-MEKNES-01";
    private static final AstmResults COBAS = new AstmResults(Dialect.COBAS, "cobas e411", "411-0007");
    private static Stack stack;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.shared();
    }

    private static String id() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private static int port(String routeId) {
        return stack.running().node().engine().routes().states().stream()
                .filter(route -> route.routeId().equals(routeId))
                .map(RouteState::port)
                .findFirst()
                .orElseThrow();
    }

    private static AnalyserEmulator analyser() throws Exception {
        return new AnalyserEmulator(
                Dialect.COBAS,
                () -> new Socket("127.0.0.1", port(ANALYSER)),
                LineFaults.none(),
                AnalyserEmulator.Waits.standard());
    }

    private static JsonNode sent(String controlId, String message) throws Exception {
        try (AnalyserEmulator analyser = analyser()) {
            analyser.send(message);
        }
        return stack.awaitRow(ANALYSER, controlId);
    }

    private static void order(String patient, String sample, String number) throws Exception {
        String message = "MSH|^~\\&|HIS|MEKNES|Q|D|20260301100000||ORM^O01^ORM_O01|" + id() + "|P|2.5.1\r"
                + "PID|1||" + patient + "^^^LABMEKNES^PI||ALAMI^Nadia||19770704|F\r"
                + "ORC|NW|" + number + "\rOBR|1|" + number + "||GLU^Glucose^L|||20260301095500||||||||" + sample + "\r";
        try (var client = new MllpClient(ClientSettings.plain("127.0.0.1", port(ANALYSER + "-orders")))) {
            assertThat(client.send(message.getBytes(StandardCharsets.UTF_8)).get(60, TimeUnit.SECONDS))
                    .isInstanceOf(SendOutcome.Accepted.class);
        }
    }

    private static List<JsonNode> results(String facility, String patient) throws Exception {
        List<JsonNode> patients = stack.fhir().search("Patient?identifier=urn:ma:ipp:" + facility + "%7C" + patient);
        assertThat(patients).hasSize(1);
        return stack.fhir()
                .search("Observation?patient=" + patients.get(0).path("id").asText());
    }

    private static JsonNode glucose(List<JsonNode> results) {
        return results.stream()
                .filter(result -> result.path("code")
                        .path("coding")
                        .findValuesAsText("code")
                        .contains("2345-7"))
                .findFirst()
                .orElseThrow();
    }

    private static LabSample sample(String number, String patient) {
        LabSample invented = LabSample.invented(6);
        return new LabSample(number, patient, "TAZI", "Omar", "19710517", "M", invented.results());
    }

    @Test
    void anAnalysersResultsAreInTheRecordWithLoincUcumAndTheirCanonicalValue() throws Exception {
        String id = id();
        JsonNode row = sent("A" + id, COBAS.message("A" + id, sample("S" + id, "N" + id), LocalDateTime.now()));
        assertThat(row.path("state").asText()).as(row.toString()).isEqualTo("delivered");
        List<JsonNode> results = results(ANALYSER, "N" + id);
        assertThat(results).hasSize(4);
        JsonNode quantity = glucose(results).path("valueQuantity");
        assertThat(quantity.path("value").decimalValue()).isEqualByComparingTo("0.76");
        assertThat(quantity.path("code").asText()).isEqualTo("g/L");
        JsonNode canonical = quantity.path("extension").path(0).path("valueQuantity");
        assertThat(canonical.path("value").decimalValue()).isEqualByComparingTo("4.2");
        assertThat(canonical.path("code").asText()).isEqualTo("mmol/L");
        assertThat(results.stream().map(result -> result.path("valueString").asText()))
                .contains("<0,5");
        assertThat(glucose(results).path("device").path("reference").asText()).startsWith("Device/");
    }

    @Test
    void theSameMessageTwiceCountsOnceAndACorrectionReplaces() throws Exception {
        String id = id();
        LocalDateTime now = LocalDateTime.now();
        LabSample sample = sample("S" + id, "N" + id);
        String message = COBAS.message("B" + id, sample, now);
        assertThat(sent("B" + id, message).path("state").asText()).isEqualTo("delivered");
        assertThat(sent("B" + id, message).path("state").asText()).isEqualTo("duplicate");
        LabSample mended = new LabSample(
                sample.number(),
                sample.patient(),
                sample.family(),
                sample.given(),
                sample.birthDate(),
                sample.sex(),
                List.of(new LabSample.Result("GLU", "Glucose", "1.26", "g/L", "0.70 - 1.10", "H")));
        assertThat(sent("C" + id, COBAS.correction("C" + id, mended, now))
                        .path("state")
                        .asText())
                .isEqualTo("delivered");
        JsonNode glucose = glucose(results(ANALYSER, "N" + id));
        assertThat(glucose.path("status").asText()).isEqualTo("corrected");
        assertThat(glucose.path("valueQuantity").path("value").decimalValue()).isEqualByComparingTo("1.26");
        JsonNode history =
                stack.fhir().json("/fhir/Observation/" + glucose.path("id").asText() + "/_history", Access.READER);
        assertThat(history.path("entry"))
                .as("the wrong value stays in the history")
                .hasSize(2);
    }

    @Test
    void qualityControlNeverReachesAPatient() throws Exception {
        String id = id();
        JsonNode own = sent("Q" + id, COBAS.control("Q" + id, sample("X" + id, "N" + id), LocalDateTime.now()));
        assertThat(own.path("state").asText()).isEqualTo("handled");
        assertThat(own.path("errorCode").asText()).isEqualTo("QUALITY_CONTROL");
        JsonNode byNumber = sent("R" + id, COBAS.message("R" + id, sample("QC" + id, "N" + id), LocalDateTime.now()));
        assertThat(byNumber.path("errorCode").asText()).isEqualTo("QUALITY_CONTROL");
        assertThat(stack.fhir().search("Patient?identifier=urn:ma:ipp:" + ANALYSER + "%7CN" + id))
                .isEmpty();
    }

    @Test
    void aResultWithoutANumberWaitsForTheOrderThatNamesItsSample() throws Exception {
        String id = id();
        JsonNode row =
                sent("U" + id, COBAS.message("U" + id, sample("S" + id, "").anonymous(), LocalDateTime.now()));
        assertThat(row.path("state").asText()).isEqualTo("quarantined");
        assertThat(row.path("errorCode").asText()).isEqualTo("UNMATCHED");
        assertThat(row.path("errorLocation").asText()).isEqualTo("P[1]");
        order("N" + id, "S" + id, "O" + id);
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(
                        stack.awaitRow(ANALYSER, "U" + id).path("state").asText())
                .isEqualTo("delivered"));
        assertThat(results(ANALYSER, "N" + id)).hasSize(4);
    }

    @Test
    void aHostQueryIsAnsweredFromTheOrders() throws Exception {
        String id = id();
        order("N" + id, "S" + id, "O" + id);
        try (AnalyserEmulator analyser = analyser()) {
            String answer = Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(
                            () -> {
                                analyser.send(Dialect.COBAS.query("cobas", "S" + id));
                                return String.valueOf(analyser.receive(10_000));
                            },
                            text -> text.contains("\rO|"));
            assertThat(answer).contains("P|1|N" + id + "|").contains("|S" + id + "||^^^GLU|");
        }
    }

    @Test
    void hprimFilesOfAFolderAreInTheRecord() throws Exception {
        String id = id();
        Path folder = stack.running().settings().dataFolder().resolve("inbound/LAB-SALE-01");
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.isDirectory(folder));
        String message = HprimEmulator.results(1, sample("S" + id, "N" + id), "20260301");
        new HprimEmulator(folder, StandardCharsets.ISO_8859_1).leave("RES" + id, message);
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> !stack.fhir()
                .search("Patient?identifier=urn:ma:ipp:LAB-SALE-01%7CN" + id)
                .isEmpty());
        List<JsonNode> results = results("LAB-SALE-01", "N" + id);
        assertThat(results).hasSize(4);
        assertThat(glucose(results).path("valueQuantity").path("value").decimalValue())
                .as("0,76 with a comma")
                .isEqualByComparingTo("0.76");
        assertThat(folder.resolve("done"))
                .isDirectoryContaining(file -> file.toString().endsWith("RES" + id + ".hpr"));
    }

    @Test
    void aPersonSaysWhoseAResultIs() throws Exception {
        String id = id();
        JsonNode row =
                sent("M" + id, COBAS.message("M" + id, sample("S" + id, "").anonymous(), LocalDateTime.now()));
        long intake = row.path("intake").asLong();
        Map<String, String> act = Map.of("patient", "N" + id, "reason", "label read again at the bench");
        assertThat(stack.fhir()
                        .post("/api/messages/" + intake + "/match", act, Access.OPERATOR)
                        .statusCode())
                .as("a patient's number is patient data")
                .isEqualTo(403);
        assertThat(stack.fhir()
                        .post("/api/messages/" + intake + "/match", act, Access.ADMIN)
                        .statusCode())
                .isEqualTo(200);
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(
                        stack.awaitRow(ANALYSER, "M" + id).path("state").asText())
                .isEqualTo("delivered"));
        assertThat(results(ANALYSER, "N" + id)).hasSize(4);
    }

    @Test
    void anyFormatComesOverHttpWithTheFacilitysOwnToken() throws Exception {
        String id = id();
        String csv = "patient_id;family;given;birth_date;sex;order_number;test_code;test_name;value;unit;observed\n"
                + "N" + id + ";TAZI;Omar;19710517;M;O" + id + ";2345-7;Glucose;1,26;g/L;20260301080000\n";
        String mine = Issuers.signer(stack.running().settings().tokens(), Clock.systemUTC())
                .sign(Access.SENDER, "test", Duration.ofMinutes(5), "LAB-TAZA-01");
        assertThat(posted("LAB-TAZA-01", mine, csv)).isEqualTo(202);
        assertThat(posted("LAB-MEKNES-01", mine, csv))
                .as("another facility's door")
                .isEqualTo(403);
        assertThat(posted("LAB-TAZA-01", stack.fhir().token(Access.ADMIN), csv))
                .as("operating the engine is not sending for a laboratory")
                .isEqualTo(403);
        assertThat(posted("LAB-TAZA-01", mine, "")).as("refused, bytes kept").isEqualTo(400);
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> !stack.fhir()
                .search("Patient?identifier=urn:ma:ipp:LAB-TAZA-01%7CN" + id)
                .isEmpty());
        assertThat(glucose(results("LAB-TAZA-01", "N" + id))
                        .path("valueQuantity")
                        .path("value")
                        .decimalValue())
                .isEqualByComparingTo("1.26");
    }

    private static int posted(String facility, String token, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(stack.running().settings().httpBase() + "/api/inbound/" + facility))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "text/csv; charset=UTF-8")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void aLaboratoryCanSeeThatEveryResultArrived() throws Exception {
        String id = id();
        sent("E" + id, COBAS.message("E" + id, sample("S" + id, "N" + id), LocalDateTime.now()));
        sent("F" + id, COBAS.message("F" + id, sample("T" + id, "").anonymous(), LocalDateTime.now()));
        String day = LocalDate.now(ZoneId.of("Africa/Casablanca")).toString();
        JsonNode answer = stack.fhir().json("/api/lab/reconcile?facility=" + ANALYSER + "&date=" + day, Access.ADMIN);
        assertThat(answer.path("missing").asInt()).as(answer.toString()).isZero();
        assertThat(answer.path("complete").asBoolean()).isTrue();
        Map<String, JsonNode> numbers = new HashMap<>();
        answer.path("numbers")
                .forEach(number -> numbers.put(number.path("number").asText(), number));
        assertThat(numbers.get("S" + id).path("results").asInt()).isEqualTo(4);
        assertThat(numbers.get("S" + id).path("found").asInt()).isEqualTo(4);
        assertThat(numbers.get("T" + id).path("states").asText()).isEqualTo("quarantined 1");
        assertThat(stack.fhir()
                        .get("/api/lab/reconcile?facility=" + ANALYSER + "&date=" + day, Access.OPERATOR)
                        .statusCode())
                .isEqualTo(403);
    }
}
