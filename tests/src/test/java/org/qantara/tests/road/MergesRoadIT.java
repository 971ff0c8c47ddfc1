package org.qantara.tests.road;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.qantara.app.security.Access;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.tests.process.Stack;

/** What links, unlinks, merges and moves over the wire leave in the record, and which of them wait for a person. */
class MergesRoadIT {
    private static final String FACILITY = "CHU-RABAT";
    private static Stack stack;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.shared();
    }

    @Test
    void a_link_joins_two_numbers_and_an_unlink_parts_them() throws Exception {
        admitted("LK-1", "91001", "TAZI^Rahma", "V91001");
        admitted("LK-2", "91002", "OUBRAHIM^Izza", "V91002");
        assertThat(shownWith("91001")).doesNotContain(patient("91002"));
        delivered("LK-3", "ADT^A24^ADT_A24", pid("91001", "TAZI^Rahma") + pid("91002", "OUBRAHIM^Izza"));
        assertThat(shownWith("91001")).contains(patient("91002"));
        assertThat(outcomes("91002")).contains("linked");
        delivered("LK-4", "ADT^A37^ADT_A37", pid("91002", "OUBRAHIM^Izza") + pid("91001", "TAZI^Rahma"));
        assertThat(shownWith("91001")).doesNotContain(patient("91002"));
        assertThat(outcomes("91002")).endsWith("unlinked");
    }

    @Test
    void a_merge_of_patient_and_account_keeps_what_the_old_record_knows() throws Exception {
        admitted("PA-1", "91011", "BERRADA^Hind", "V91011");
        delivered(
                "PA-2",
                "ADT^A04^ADT_A01",
                "PID|1||91012^^^CHU-RABAT^PI~QZ9101^^^CNIE^NI||BERADA^Hind||19810304|F||||||||||AC91012^^^CHU-RABAT\rPV1|1|O\r");
        delivered(
                "PA-3",
                "ADT^A36^ADT_A30",
                "PID|1||91011^^^CHU-RABAT^PI||BERRADA^Hind||19810304|F||||||||||AC91011^^^CHU-RABAT\r"
                        + "MRG|91012^^^CHU-RABAT^PI||AC91012^^^CHU-RABAT\r");
        JsonNode old = patientResource("91012");
        assertThat(old.path("active").asBoolean(true)).isFalse();
        assertThat(old.at("/link/0/type").asText()).isEqualTo("replaced-by");
        assertThat(old.at("/link/0/other/reference").asText()).isEqualTo("Patient/" + patient("91011"));
        assertThat(old.path("identifier").findValuesAsText("value")).contains("91012", "QZ9101");
        assertThat(old.at("/name/0/family").asText()).isEqualTo("BERADA");
        assertThat(shownWith("91012")).contains(patient("91011"));
        JsonNode merged = account("AC91012");
        assertThat(merged.path("status").asText()).isEqualTo("inactive");
        assertThat(merged.at("/subject/0/reference").asText()).isEqualTo("Patient/" + patient("91012"));
        assertThat(merged.at("/partOf/reference").asText())
                .isEqualTo("Account/" + account("AC91011").path("id").asText());
    }

    @Test
    void a_merged_visit_becomes_part_of_the_one_that_stays_and_keeps_its_class() throws Exception {
        admitted("VM-1", "91021", "SEBTI^Nawal", "V91021");
        delivered(
                "VM-2",
                "ADT^A04^ADT_A01",
                pid("91021", "SEBTI^Nawal") + "PV1|1|O|||||||||||||||||V91022^^^CHU-RABAT\r");
        delivered(
                "VM-3",
                "ADT^A42^ADT_A39",
                pid("91021", "SEBTI^Nawal") + "MRG|91021^^^CHU-RABAT^PI||||V91022^^^CHU-RABAT\r" + visit("V91021"));
        JsonNode stays = encounter("91021", "V91021");
        JsonNode old = encounter("91021", "V91022");
        assertThat(old.at("/partOf/reference").asText())
                .isEqualTo("Encounter/" + stays.path("id").asText());
        assertThat(old.path("status").asText()).isEqualTo("finished");
        assertThat(old.at("/class/code").asText()).isEqualTo("AMB");
        assertThat(stays.at("/class/code").asText()).isEqualTo("IMP");
    }

    @Test
    void a_record_moves_to_another_persons_number_and_a_visit_to_another_account() throws Exception {
        admitted("MV-1", "91031", "FASSI^Omar", "V91031");
        delivered(
                "MV-2",
                "ADT^A43^ADT_A43",
                "PID|1|MPI-2^^^REGION|91031^^^CHU-RABAT^PI||FASSI^Omar||19710117|M\rMRG|91031^^^CHU-RABAT^PI|||MPI-1^^^REGION\r");
        assertThat(patientResource("91031").path("identifier").findValuesAsText("value"))
                .contains("MPI-2", "91031");
        delivered(
                "MV-3",
                "ADT^A45^ADT_A45",
                "PID|1||91031^^^CHU-RABAT^PI||FASSI^Omar||19710117|M||||||||||AC91031^^^CHU-RABAT\r"
                        + "MRG|91031^^^CHU-RABAT^PI||AC91030^^^CHU-RABAT||V91031^^^CHU-RABAT\r" + visit("V91031"));
        assertThat(encounter("91031", "V91031").at("/account/0/reference").asText())
                .isEqualTo("Account/" + account("AC91031").path("id").asText());
    }

    @Test
    void what_would_take_records_of_another_patient_along_waits_for_a_person() throws Exception {
        admitted("NF-1", "91041", "ALAMI^Sara", "V91041");
        admitted("NF-2", "91042", "ALAMI^Siham", "V91042");
        String mrg = "MRG|91042^^^CHU-RABAT^PI||AC9^^^CHU-RABAT||V91042^^^CHU-RABAT\r";
        String pid = "PID|1||91041^^^CHU-RABAT^PI||ALAMI^Sara||19710117|F||||||||||AC8^^^CHU-RABAT\r";
        for (String event : List.of("A42^ADT_A39", "A43^ADT_A43", "A44^ADT_A43", "A45^ADT_A45")) {
            String id = "NF-" + event.substring(0, 3);
            JsonNode row = sent(id, "ADT^" + event, pid + mrg + visit("V91042"));
            assertThat(row.path("state").asText()).as(row.toString()).isEqualTo("quarantined");
            assertThat(row.toString()).as(event).contains("NOT-FOLLOWED");
        }
        assertThat(encounter("91042", "V91042").at("/subject/reference").asText())
                .isEqualTo("Patient/" + patient("91042"));
    }

    private static void admitted(String controlId, String number, String name, String visit) throws Exception {
        delivered(controlId, "ADT^A01^ADT_A01", pid(number, name) + visit(visit));
    }

    private static String pid(String number, String name) {
        return "PID|1||" + number + "^^^CHU-RABAT^PI||" + name + "||19710117|F\r";
    }

    private static String visit(String number) {
        return "PV1|1|I|MED^1^1||||||||||||||||" + number + "^^^CHU-RABAT\r";
    }

    private static void delivered(String controlId, String type, String segments) throws Exception {
        JsonNode row = sent(controlId, type, segments);
        assertThat(row.path("state").asText()).as(row.toString()).isEqualTo("delivered");
    }

    private static JsonNode sent(String controlId, String type, String segments) throws Exception {
        byte[] message = ("MSH|^~\\&|HIS|CHURABAT|QANTARA|DPP|20261120101500+0100||" + type + "|" + controlId
                        + "|P|2.5.1||||||UNICODE UTF-8\rEVN||20261120101500\r" + segments)
                .getBytes(StandardCharsets.UTF_8);
        assertThat(stack.send(FACILITY, message)).isInstanceOf(SendOutcome.Accepted.class);
        return stack.awaitRow(FACILITY, controlId);
    }

    private static JsonNode patientResource(String number) throws Exception {
        List<JsonNode> found = stack.fhir().search("Patient?identifier=urn:ma:ipp:" + FACILITY + "%7C" + number);
        assertThat(found).as(number).hasSize(1);
        return found.get(0);
    }

    private static String patient(String number) throws Exception {
        return patientResource(number).path("id").asText();
    }

    private static JsonNode account(String number) throws Exception {
        return stack.fhir().search("Account?_count=200").stream()
                .filter(found ->
                        found.path("identifier").findValuesAsText("value").contains(number))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode encounter(String number, String visit) throws Exception {
        return stack.fhir().search("Encounter?patient=Patient/" + patient(number)).stream()
                .filter(found ->
                        found.path("identifier").findValuesAsText("value").contains(visit))
                .findFirst()
                .orElseThrow();
    }

    /** Ids of the Patients that one request about the person returns. */
    private static List<String> shownWith(String number) throws Exception {
        return stack
                .fhir()
                .json("/fhir/Patient/" + patient(number) + "/$everything?_mdm=true&_count=200", Access.READER)
                .findValuesAsText("fullUrl")
                .stream()
                .filter(url -> url.contains("/Patient/"))
                .map(url -> url.replaceFirst(".*/", ""))
                .toList();
    }

    private static List<String> outcomes(String number) throws Exception {
        return stack.fhir()
                .json("/api/mpi/patients/" + patient(number) + "/decisions", Access.OPERATOR)
                .findValuesAsText("outcome");
    }
}
