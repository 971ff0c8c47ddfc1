package org.qantara.tests.road;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.qantara.app.security.Access;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.tests.process.Stack;

/** What several messages amount to in the record: a visit's past, withdrawn results, documents, bad values, replays. */
class ClinicalSenseIT {
    private static Stack stack;

    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private int sent;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.shared();
    }

    private JsonNode ends(String facility, String message, String state) throws Exception {
        String controlId = "C" + id + "-" + sent;
        assertThat(stack.send(facility, message.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(SendOutcome.Accepted.class);
        JsonNode row = stack.awaitRow(facility, controlId);
        assertThat(row.path("state").asText()).as(row.toString()).isEqualTo(state);
        return row;
    }

    private String adt(String event, String structure, String occurred, String place, String rest) {
        return "MSH|^~\\&|HIS|CHURABAT|QANTARA|DPP|" + occurred + "||ADT^" + event + "^" + structure + "|C" + id + "-"
                + ++sent + "|P|2.5.1\rEVN||" + occurred + "||||" + occurred + "\rPID|1||" + id
                + "^^^CHU-RABAT^PI||Chraibi^Samir||19700211|M\rPV1|1|I|" + place + "||||||||||||||||V" + id
                + "^^^CHU-RABAT^VN|||||||||||||||||||||||||20260105091500" + rest + "\r";
    }

    private JsonNode encounter() throws Exception {
        List<JsonNode> found = stack.fhir().search("Encounter?identifier=V" + id);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static List<String> places(JsonNode encounter) throws Exception {
        List<String> places = new ArrayList<>();
        for (JsonNode entry : encounter.path("location")) {
            JsonNode place = stack.fhir()
                    .json("/fhir/" + entry.path("location").path("reference").asText(), Access.READER);
            String ward = place.path("name").asText().replaceAll(" .*", "");
            places.add(ward + " " + entry.path("status").asText() + " " + span(entry.path("period")));
        }
        return places;
    }

    private static List<String> states(JsonNode encounter) {
        List<String> states = new ArrayList<>();
        for (JsonNode entry : encounter.path("statusHistory")) {
            states.add(entry.path("status").asText() + " " + span(entry.path("period")));
        }
        states.add(encounter.path("status").asText());
        return states;
    }

    private static String span(JsonNode period) {
        return day(period.path("start").asText("")) + ".."
                + day(period.path("end").asText(""));
    }

    private static String day(String time) {
        return time.length() < 10 ? "" : time.substring(8, 10);
    }

    @Test
    void a_stay_keeps_its_places_and_states() throws Exception {
        ends("CHU-RABAT", adt("A01", "ADT_A01", "20260105091500", "CARD^12^A", ""), "delivered");
        String transfer = adt("A02", "ADT_A02", "20260106100000", "REA^3^B", "");
        ends("CHU-RABAT", transfer, "delivered");
        ends("CHU-RABAT", transfer, "duplicate");
        assertThat(places(encounter())).containsExactly("CARD completed 05..06", "REA active 06..");
        ends("CHU-RABAT", adt("A02", "ADT_A02", "20260107100000", "CHIR^5^C", ""), "delivered");
        JsonNode discharge =
                ends("CHU-RABAT", adt("A03", "ADT_A03", "20260109150000", "CHIR^5^C", "|20260109143000"), "delivered");
        assertThat(places(encounter()))
                .containsExactly("CARD completed 05..06", "REA completed 06..07", "CHIR completed 07..09");
        assertThat(states(encounter())).containsExactly("in-progress 05..09", "finished");
        ends("CHU-RABAT", adt("A13", "ADT_A01", "20260110080000", "CHIR^5^C", ""), "delivered");
        assertThat(places(encounter()))
                .containsExactly("CARD completed 05..06", "REA completed 06..07", "CHIR active 07..");
        assertThat(states(encounter())).containsExactly("in-progress 05..09", "finished 09..10", "in-progress");
        assertThat(encounter().path("period").has("end")).isFalse();

        String version = encounter().path("meta").path("versionId").asText();
        replay(discharge.path("intake").asLong(), "after the maps were mended");
        assertThat(encounter().path("meta").path("versionId").asText())
                .as("an older message changes nothing")
                .isEqualTo(version);
    }

    @Test
    void a_cancelled_transfer_and_a_cancelled_admission() throws Exception {
        ends("CHU-RABAT", adt("A01", "ADT_A01", "20260105091500", "CARD^12^A", ""), "delivered");
        ends("CHU-RABAT", adt("A02", "ADT_A02", "20260106100000", "REA^3^B", ""), "delivered");
        ends("CHU-RABAT", adt("A12", "ADT_A09", "20260106110000", "CARD^12^A", ""), "delivered");
        assertThat(places(encounter())).containsExactly("CARD active 05..");
        ends("CHU-RABAT", adt("A11", "ADT_A09", "20260107080000", "CARD^12^A", ""), "delivered");
        assertThat(places(encounter())).containsExactly("CARD completed 05..07");
        assertThat(states(encounter())).containsExactly("in-progress 05..07", "cancelled");
    }

    private String oru(String patient, String results) {
        return "MSH|^~\\&|LIS|LABFES|QANTARA|DPP|20261116113000||ORU^R01^ORU_R01|C" + id + "-" + ++sent
                + "|P|2.5.1\rPID|1||" + patient + "^^^LABFES^PI||Lahlou^Imane||19910504|F\rOBR|1||L" + id
                + "^LABFES|58410-2^CBC^LN|||20261116090000|||||||||||||||20261116112500||HM|F\r" + results;
    }

    private static List<JsonNode> results(String patient) throws Exception {
        return of("Observation", patient);
    }

    /** Resources of the patient with that local number of the laboratory. */
    private static List<JsonNode> of(String type, String patient) throws Exception {
        List<JsonNode> found = stack.fhir().search("Patient?identifier=urn:ma:ipp:LAB-FES-01%7C" + patient);
        assertThat(found).hasSize(1);
        return stack.fhir().search(type + "?patient=" + found.get(0).path("id").asText());
    }

    @Test
    void a_result_withdrawn_under_another_patient_is_withdrawn_where_it_was_posted() throws Exception {
        String wrong = "W" + id;
        ends("LAB-FES-01", oru(wrong, "OBX|1|NM|718-7^Hemoglobin^LN||11.2|g/dL^^UCUM|||||F\r"), "delivered");
        List<JsonNode> posted = results(wrong);
        assertThat(posted).hasSize(1);
        ends("LAB-FES-01", oru("R" + id, "OBX|1|NM|718-7^Hemoglobin^LN||11.2|g/dL^^UCUM|||||W\r"), "delivered");
        JsonNode after = stack.fhir()
                .json("/fhir/Observation/" + posted.get(0).path("id").asText(), Access.READER);
        assertThat(after.path("status").asText()).isEqualTo("entered-in-error");
        assertThat(after.path("meta").path("versionId").asText()).isEqualTo("2");
        assertThat(results(wrong))
                .noneMatch(result -> result.path("status").asText().equals("final"));
        // the same sample, reported again for the right person
        ends("LAB-FES-01", oru("R" + id, "OBX|1|NM|718-7^Hemoglobin^LN||11.2|g/dL^^UCUM|||||C\r"), "delivered");
        List<JsonNode> right = results("R" + id);
        assertThat(right).hasSize(1);
        assertThat(right.get(0).path("id")).isEqualTo(posted.get(0).path("id"));
        assertThat(right.get(0).path("status").asText()).isEqualTo("corrected");
    }

    @Test
    void a_deleted_result_is_entered_in_error() throws Exception {
        ends("LAB-FES-01", oru("D" + id, "OBX|1|NM|718-7^Hemoglobin^LN||11.2|g/dL^^UCUM|||||F\r"), "delivered");
        ends("LAB-FES-01", oru("D" + id, "OBX|1|NM|718-7^Hemoglobin^LN||11.2|g/dL^^UCUM|||||D\r"), "delivered");
        assertThat(results("D" + id))
                .singleElement()
                .satisfies(result -> assertThat(result.path("status").asText()).isEqualTo("entered-in-error"));
    }

    @Test
    void a_document_is_one_binary_by_its_bytes_however_often_it_is_sent() throws Exception {
        byte[] pdf = ("%PDF-1.4 " + id).getBytes(StandardCharsets.US_ASCII);
        String data = Base64.getEncoder().encodeToString(pdf);
        String document = "OBX|1|ED|11502-2^Report^LN||^application^pdf^Base64^" + data + "||||||F\r";
        ends("LAB-FES-01", oru("B" + id, document), "delivered");
        ends("LAB-FES-01", oru("B" + id, document + "NTE|1||sent again\r"), "delivered");
        List<JsonNode> references = of("DocumentReference", "B" + id);
        assertThat(references).hasSize(1);
        JsonNode attachment = references.get(0).path("content").path(0).path("attachment");
        assertThat(attachment.has("data")).isFalse();
        assertThat(attachment.path("size").asInt()).isEqualTo(pdf.length);
        assertThat(attachment.path("url").asText()).matches("Binary/[0-9a-f]{64}");
        String binary = attachment.path("url").asText();
        JsonNode stored = stack.fhir().json("/fhir/" + binary + "?_format=json", Access.READER);
        assertThat(stored.path("contentType").asText()).isEqualTo("application/pdf");
        assertThat(Base64.getDecoder().decode(stored.path("data").asText())).isEqualTo(pdf);
        assertThat(stored.path("meta").path("versionId").asText()).isEqualTo("1");
    }

    @Test
    void what_cannot_be_said_is_a_warning_with_its_place_and_the_rest_is_there() throws Exception {
        String results = "OBX|1|NM|718-7^Hemoglobin^LN||11.2|g/dL^^UCUM|||||F|||20261316090000\r"
                + "OBX|2|NM|6690-2^Leukocytes^LN||beaucoup|10*3/uL^^UCUM|||||F\r"
                + "OBX|3|NM|777-3^Platelets^LN||265|bidules|||||F\r"
                + "OBX|4|NM|789-8^Erythrocytes^LN||4.1|10*6/uL^^UCUM|||||Q\r";
        JsonNode row = ends("LAB-FES-01", oru("X" + id, results), "delivered");
        long intake = row.path("intake").asLong();
        JsonNode whole = stack.fhir().json("/api/messages/" + intake, Access.OPERATOR);
        List<String> warnings = new ArrayList<>();
        whole.path("warnings")
                .forEach(warning -> warnings.add(warning.path("code").asText() + " "
                        + warning.path("location").asText()));
        assertThat(warnings)
                .contains(
                        "VALUE-INVALID OBX[1]-14",
                        "VALUE-INVALID OBX[2]-5",
                        "UNIT-UNKNOWN OBX[3]-6",
                        "CODE-UNMAPPED OBX[4]-11");
        assertThat(whole.path("warnings").toString()).doesNotContain("beaucoup").doesNotContain("bidules");
        assertThat(results("X" + id)).hasSize(4);
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            List<String> counted = new ArrayList<>();
            stack.fhir()
                    .json("/api/messages/errors", Access.OPERATOR)
                    .path("warnings")
                    .forEach(group -> counted.add(group.path("facility").asText() + " "
                            + group.path("code").asText() + " "
                            + group.path("location").asText()));
            assertThat(counted)
                    .contains(
                            "LAB-FES-01 VALUE-INVALID OBX-14",
                            "LAB-FES-01 VALUE-INVALID OBX-5",
                            "LAB-FES-01 UNIT-UNKNOWN OBX-6",
                            "LAB-FES-01 CODE-UNMAPPED OBX-11");
        });
    }

    @Test
    void a_replay_leaves_a_provenance_that_names_who_asked_and_why() throws Exception {
        JsonNode row = ends("CHU-RABAT", adt("A01", "ADT_A01", "20260105091500", "CARD^12^A", ""), "delivered");
        String target = "Encounter/" + encounter().path("id").asText();
        assertThat(stack.fhir().search("Provenance?target=" + target)).isEmpty();
        replay(row.path("intake").asLong(), "after a visit of the ward");
        List<JsonNode> provenance = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> stack.fhir().search("Provenance?target=" + target), found -> !found.isEmpty());
        assertThat(provenance).hasSize(1);
        JsonNode said = provenance.get(0);
        assertThat(said.path("agent").path(0).path("who").path("display").asText())
                .isEqualTo("test");
        assertThat(said.path("reason").path(0).path("text").asText()).isEqualTo("after a visit of the ward");
        assertThat(said.path("entity")
                        .path(0)
                        .path("what")
                        .path("identifier")
                        .path("value")
                        .asText())
                .isEqualTo(row.path("intake").asText());
    }

    /** Returns when the message has been through its lane again. */
    private static void replay(long intake, String reason) throws Exception {
        int before = replays(intake);
        var answer = stack.fhir().post("/api/messages/" + intake + "/replay", Map.of("reason", reason), Access.ADMIN);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> replays(intake) > before
                        && !stack.fhir()
                                .json("/api/messages/" + intake, Access.OPERATOR)
                                .path("state")
                                .asText()
                                .equals("accepted"));
    }

    private static int replays(long intake) throws Exception {
        return stack.fhir()
                .json("/api/messages/" + intake, Access.OPERATOR)
                .path("replays")
                .asInt();
    }
}
