package org.qantara.tests.road;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.app.node.DataRestore;
import org.qantara.app.security.Access;
import org.qantara.engine.Engine;
import org.qantara.engine.EngineSettings;
import org.qantara.engine.MessageState;
import org.qantara.engine.Signals;
import org.qantara.engine.inbox.Verdict;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Received;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Mappings;
import org.qantara.tests.process.Stack;

/** What an operator asks and does over {@code /api}, on the whole stack. */
class OperatorIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Stack stack;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.shared();
    }

    private static String adt(String controlId, String patient, String sex) {
        return "MSH|^~\\&|HIS|CHURABAT|QANTARA|DPP|20260301100000||ADT^A04^ADT_A01|" + controlId + "|P|2.5.1\r"
                + "EVN||20260301100000\rPID|1||" + patient + "^^^CHU-RABAT^PI||Naciri^Amal||19800105|" + sex + "\r";
    }

    private static JsonNode sent(String controlId, String patient, String sex) throws Exception {
        stack.send("CHU-RABAT", adt(controlId, patient, sex).getBytes(StandardCharsets.UTF_8));
        return stack.awaitRow("CHU-RABAT", controlId);
    }

    private static HttpResponse<String> post(String path, JsonNode body, Access access) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(stack.running().settings().httpBase() + path))
                                .header(
                                        "Authorization",
                                        "Bearer " + stack.fhir().token(access))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static ObjectNode act(String reason) {
        return JSON.createObjectNode().put("reason", reason);
    }

    @Test
    void one_message_is_shown_whole_and_patient_data_only_to_who_may_see_it() throws Exception {
        long intake = sent("OP1", "7700001", "F").path("intake").asLong();
        JsonNode shown = stack.fhir().json("/api/messages/" + intake, Access.OPERATOR);
        assertThat(shown.path("controlId").asText()).isEqualTo("OP1");
        assertThat(shown.path("deliveries").get(0).path("destination").asText()).isEqualTo("dpp");
        assertThat(shown.has("keys")).isFalse();
        assertThat(shown.toString()).doesNotContain("7700001").doesNotContain("Naciri");
        assertThat(stack.fhir()
                        .json("/api/messages/" + intake, Access.ADMIN)
                        .path("keys")
                        .findValuesAsText("value"))
                .contains("7700001");
        assertThat(stack.fhir().get("/api/messages?visit=1", Access.OPERATOR).statusCode())
                .isEqualTo(403);
        assertThat(stack.fhir().get("/api/messages?state=lost", Access.OPERATOR).body())
                .contains("expected accepted, delivered");
    }

    @Test
    void a_message_that_only_repeats_is_delivered_without_being_sent() throws Exception {
        assertThat(sent("OP2A", "7700002", "F").path("written").asInt()).isPositive();
        JsonNode again = sent("OP2B", "7700002", "F");
        assertThat(again.path("state").asText()).isEqualTo("delivered");
        assertThat(again.path("unchanged").asInt()).isPositive();
        assertThat(again.path("written").asInt())
                .isLessThan(again.path("unchanged").asInt() + 1);
    }

    @Test
    void a_selection_is_replayed_and_every_act_has_its_reason() throws Exception {
        long intake = sent("OP3", "7700003", "F").path("intake").asLong();
        ObjectNode order = act("tried in a test");
        assertThat(post("/api/messages/replay", order, Access.OPERATOR).statusCode())
                .as("nothing is replayed by accident")
                .isEqualTo(400);
        order.putObject("selection").put("controlId", "OP3");
        JsonNode done = JSON.readTree(
                post("/api/messages/replay", order, Access.OPERATOR).body());
        assertThat(done.path("done").asInt()).isEqualTo(1);
        assertThat(done.path("last").asLong()).isEqualTo(intake);
        ((ObjectNode) order.path("selection")).put("after", intake);
        assertThat(JSON.readTree(post("/api/messages/replay", order, Access.OPERATOR)
                                .body())
                        .has("last"))
                .isFalse();
        stack.awaitRow("CHU-RABAT", "OP3");
        JsonNode shown = stack.fhir().json("/api/messages/" + intake, Access.OPERATOR);
        assertThat(shown.path("actions").get(0).path("reason").asText()).isEqualTo("tried in a test");
        assertThat(post("/api/messages/" + intake + "/replay-from", act("in order"), Access.OPERATOR)
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/api/messages/" + intake + "/discard", act("no"), Access.OPERATOR)
                        .statusCode())
                .as("only what is quarantined")
                .isEqualTo(409);
    }

    @Test
    void new_maps_are_compared_with_past_traffic_by_rule() throws Exception {
        sent("OP4", "7700004", "F");
        Path maps = folder.resolve("mappings");
        Path today = stack.running().settings().mappingsFolder().toRealPath();
        try (var files = Files.walk(today)) {
            for (Path file : files.toList()) {
                Path target = maps.resolve(today.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else Files.copy(file, target);
            }
        }
        assertThat(compared(maps, 200).path("different").asInt()).isZero();
        Path pid = maps.resolve("base/hl7v2/segments/pid.yaml");
        Files.writeString(
                pid,
                Files.readString(pid)
                        .replace("  birthDate @8: PID-7\n", "  birthDate @8: PID-7 when length(PID-7) < 8\n")
                        .replace("      birthDate: 1970-01-02\n", ""));
        JsonNode report = compared(maps, 200);
        assertThat(report.path("different").asInt()).isEqualTo(1);
        assertThat(report.path("changes")).hasSize(1);
        JsonNode change = report.path("changes").get(0);
        assertThat(change.path("place").asText()).isEqualTo("Patient.birthDate");
        assertThat(change.path("kind").asText()).isEqualTo("removed");
        assertThat(change.path("rule").asText()).contains("birthDate").contains("pid.yaml:18");
        assertThat(report.toString()).as("places and rules, no values").doesNotContain("1980");
        Files.writeString(pid, Files.readString(pid).replace("  birthDate @8:", "  birthDat @8:"));
        assertThat(compared(maps, 422).path("error").asText())
                .startsWith("1 mistakes in ")
                .contains("pid.yaml:18:3: error: ");
        assertThat(compared(Path.of("relative"), 400).path("error").asText()).contains("absolute path");
    }

    private static JsonNode compared(Path maps, int status) throws Exception {
        ObjectNode order = JSON.createObjectNode().put("mappings", maps.toString());
        order.putObject("selection").put("controlId", "OP4");
        HttpResponse<String> answer = post("/api/messages/what-would-change", order, Access.OPERATOR);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode report = JSON.readTree(answer.body());
        if (status == 200) assertThat(report.path("messages").asInt()).isEqualTo(1);
        return report;
    }

    @Test
    void the_account_balances_the_status_shows_facilities_and_the_description_is_served() throws Exception {
        sent("OP5", "7700005", "F");
        JsonNode account = stack.fhir().json("/api/account", Access.OPERATOR);
        assertThat(account.path("balances").asBoolean()).as("%s", account).isTrue();
        assertThat(account.path("missing")).isEmpty();
        JsonNode status = stack.fhir().json("/api/status", Access.OPERATOR);
        assertThat(status.path("facilities").findValuesAsText("facility")).contains("CHU-RABAT", "LAB-FES-01");
        assertThat(status.path("journal").path("journalBytes").asLong()).isPositive();
        assertThat(stack.fhir().get("/api/openapi", Access.OPERATOR).body()).startsWith("openapi: 3.1.0");
        String metrics =
                stack.fhir().get("/actuator/prometheus", Access.OPERATOR).body();
        assertThat(metrics)
                .contains("qantara_messages_total")
                .contains("qantara_ack_seconds_bucket")
                .contains("qantara_delivery_seconds_bucket")
                .contains("qantara_oldest_undelivered_seconds")
                .contains("qantara_journal_bytes")
                .contains("qantara_destination_up");
    }

    @Test
    void a_backup_holds_everything_and_a_restored_engine_goes_on_above_its_numbers() throws Exception {
        long intake = sent("OP6", "7700006", "F").path("intake").asLong();
        Path copy = folder.resolve("copy");
        ObjectNode order = JSON.createObjectNode().put("folder", copy.toString());
        assertThat(post("/api/backup", order, Access.OPERATOR).statusCode())
                .as("a backup is patient data")
                .isEqualTo(403);
        HttpResponse<String> answer = post("/api/backup", order, Access.ADMIN);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("dppCopied").asBoolean()).isTrue();
        Path data = folder.resolve("restored");
        DataRestore.into(data, copy);
        try (Connection record = DriverManager.getConnection("jdbc:h2:file:" + data.resolve("dpp/dpp"), "", "");
                Statement statement = record.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM HFJ_RESOURCE")) {
            rows.next();
            assertThat(rows.getLong(1)).as("resources in the restored record").isPositive();
        }
        // a second Camel context cannot live in this JVM: the engine alone says whether it can go on
        Mappings maps = ((Compilation.Compiled)
                        Mappings.compile(stack.running().settings().mappingsFolder()))
                .mappings();
        EngineSettings settings = EngineSettings.of(
                data,
                null,
                "jdbc:h2:file:" + data.resolve("ledger/ledger") + ";WRITE_DELAY=0",
                URI.create(stack.running().settings().httpBase() + "/fhir"));
        try (Engine restored =
                Engine.start(settings, () -> stack.fhir().token(Access.ENGINE), () -> maps, Signals.NONE)) {
            assertThat(restored.messages().find(intake).orElseThrow().state()).isEqualTo(MessageState.DELIVERED);
            assertThat(restored.messages().account().balances()).isTrue();
            Verdict next = restored.inbox()
                    .receive(received(adt("OP7", "7700007", "F")))
                    .get(60, TimeUnit.SECONDS);
            assertThat(((Verdict.Accepted) next).intake()).isGreaterThan(intake);
        }
    }

    private static Received received(String text) {
        return new Received(
                FacilityRoute.of("CHU-RABAT"),
                "mllp",
                "hl7v2",
                "127.0.0.1:1",
                1,
                OffsetDateTime.now(),
                "UTF-8",
                "declared",
                null,
                null,
                text.getBytes(StandardCharsets.UTF_8));
    }
}
