package org.qantara.tests.road;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.qantara.app.security.Access;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.tests.Home;
import org.qantara.tests.process.Stack;

/** One person at three facilities, over the wire: the demo's samples, a merge by A40, and the operator's view of the registry. */
class RegistryRoadIT {
    private static Stack stack;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.shared();
        sample("CHU-RABAT", "07-ADT_A04-nom-arabe.hl7", "RB0007");
        sample("LAB-FES-01", "08-ORU_R01-meme-personne.hl7", "LF0008");
        sample("IMG-RABAT", "01-ORU_R01-radiographie-thorax.hl7", "IR0001");
    }

    private static void sample(String facility, String name, String controlId) throws Exception {
        deliver(
                facility,
                Files.readAllBytes(Home.folder().resolve("samples/hl7v2/" + facility + "/" + name)),
                controlId);
    }

    private static void deliver(String facility, byte[] message, String controlId) throws Exception {
        assertThat(stack.send(facility, message)).isInstanceOf(SendOutcome.Accepted.class);
        JsonNode row = stack.awaitRow(facility, controlId);
        assertThat(row.path("state").asText()).as(row.toString()).isEqualTo("delivered");
    }

    private static String patient(String facility, String number) throws Exception {
        List<JsonNode> found = stack.fhir().search("Patient?identifier=urn:ma:ipp:" + facility + "%7C" + number);
        assertThat(found).as(facility).hasSize(1);
        return found.get(0).path("id").asText();
    }

    @Test
    void one_request_returns_hospital_laboratory_and_radiology() throws Exception {
        String hospital = patient("CHU-RABAT", "0054411");
        List<JsonNode> results = stack.fhir().search("Observation?subject:mdm=Patient/" + hospital);
        assertThat(results)
                .extracting(result -> result.path("subject").path("reference").asText())
                .contains("Patient/" + patient("LAB-FES-01", "F-77140"), "Patient/" + patient("IMG-RABAT", "R-2201"))
                .doesNotContain("Patient/" + hospital);
    }

    @Test
    void a_merge_message_brings_both_numbers_under_one_golden_record() throws Exception {
        deliver(
                "CHU-RABAT",
                adt("MPI-1", "ADT^A04^ADT_A01", "PID|1||88001^^^CHU-RABAT^PI||ZERHOUNI^Hamou||19330101|M\rPV1|1|O\r"),
                "MPI-1");
        deliver(
                "CHU-RABAT",
                adt("MPI-2", "ADT^A04^ADT_A01", "PID|1||88002^^^CHU-RABAT^PI||INCONNU^X||19000101|M\rPV1|1|O\r"),
                "MPI-2");
        deliver(
                "CHU-RABAT",
                adt(
                        "MPI-3",
                        "ADT^A40^ADT_A39",
                        "PID|1||88001^^^CHU-RABAT^PI||ZERHOUNI^Hamou||19330101|M\rMRG|88002^^^CHU-RABAT^PI\r"),
                "MPI-3");
        String survivor = patient("CHU-RABAT", "88001");
        String old = patient("CHU-RABAT", "88002");
        JsonNode everything = new ObjectMapper()
                .readTree(stack.fhir()
                        .get("/fhir/Patient/" + old + "/$everything?_mdm=true", Access.READER)
                        .body());
        assertThat(everything.findValuesAsText("fullUrl")).anyMatch(url -> url.endsWith("Patient/" + survivor));
        JsonNode decisions = new ObjectMapper()
                .readTree(stack.fhir()
                        .get("/api/mpi/patients/" + old + "/decisions", Access.OPERATOR)
                        .body());
        assertThat(decisions.findValuesAsText("outcome")).contains("merge");
    }

    @Test
    void the_review_queue_is_the_operators_and_holds_no_name() throws Exception {
        var answer = stack.fhir().get("/api/mpi/reviews", Access.OPERATOR);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"reviews\":[").doesNotContain("ZERHOUNI");
        assertThat(stack.fhir().get("/api/mpi/reviews", Access.READER).statusCode())
                .isEqualTo(403);
    }

    private static byte[] adt(String controlId, String type, String segments) {
        return ("MSH|^~\\&|HIS|CHURABAT|QANTARA|DPP|20261120101500+0100||" + type + "|" + controlId
                        + "|P|2.5.1||||||UNICODE UTF-8\rEVN||20261120101500\r" + segments)
                .getBytes(StandardCharsets.UTF_8);
    }
}
