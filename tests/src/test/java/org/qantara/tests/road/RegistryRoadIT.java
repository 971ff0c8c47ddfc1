package org.qantara.tests.road;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.app.routes.RouteState;
import org.qantara.app.security.Access;
import org.qantara.connectors.dicom.dimse.Destination;
import org.qantara.connectors.dicom.dimse.Scu;
import org.qantara.connectors.dicom.dimse.ScuSettings;
import org.qantara.connectors.dicom.part10.SampleStudy;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.tests.Home;
import org.qantara.tests.process.Stack;

/** One person at three facilities, over the wire: the demo's samples, a merge by A40, and the operator's view of the registry. */
class RegistryRoadIT {
    private static Stack stack;

    @TempDir
    static Path folder;

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

    /** By DICOM the radiology centre's own study; then the same after a merge of the hospital's number into another, and after its undoing. */
    @Test
    void one_request_for_the_golden_patient_returns_all_three_before_and_after_a_merge() throws Exception {
        study("R-2201", "mpi");
        String hospital = patient("CHU-RABAT", "0054411");
        deliver(
                "CHU-RABAT",
                adt(
                        "MPI-8",
                        "ADT^A01^ADT_A01",
                        "PID|1||0054411^^^CHU-RABAT^PI~BE556677^^^CNIE^NI||الوزاني^عبد القادر||19630522|M\rPV1|1|I|P||||||||||||||||V5441\r"),
                "MPI-8");
        String golden = golden(hospital);
        assertAllThree(golden);

        deliver(
                "CHU-RABAT",
                adt("MPI-9", "ADT^A04^ADT_A01", "PID|1||88009^^^CHU-RABAT^PI||INCONNU^Y||19000102|M\rPV1|1|O\r"),
                "MPI-9");
        deliver(
                "CHU-RABAT",
                adt(
                        "MPI-10",
                        "ADT^A40^ADT_A39",
                        "PID|1||88009^^^CHU-RABAT^PI||INCONNU^Y||19000102|M\rMRG|0054411^^^CHU-RABAT^PI\r"),
                "MPI-10");
        String merged = golden(hospital);
        assertThat(merged).isNotEqualTo(golden).isEqualTo(golden(patient("CHU-RABAT", "88009")));
        assertAllThree(merged);
        assertAllThree(patient("LAB-FES-01", "F-77140"));

        assertThat(stack.fhir()
                        .post(
                                "/api/mpi/patients/" + hospital + "/unlink",
                                Map.of("reason", "merged by mistake"),
                                Access.OPERATOR)
                        .statusCode())
                .isEqualTo(200);
        assertThat(golden(hospital)).isEqualTo(golden);
        assertAllThree(golden);
    }

    private static String golden(String patient) throws Exception {
        return stack
                .fhir()
                .json("/api/mpi/patients/" + patient + "/decisions", Access.OPERATOR)
                .findValuesAsText("golden")
                .stream()
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    private static void assertAllThree(String asked) throws Exception {
        List<String> everything = stack.fhir()
                .json("/fhir/Patient/" + asked + "/$everything?_mdm=true&_count=200", Access.READER)
                .findValuesAsText("fullUrl");
        assertThat(everything).as("the hospital's visit, of %s", asked).anyMatch(url -> url.contains("/Encounter/"));
        assertThat(everything).as("the centre's study, of %s", asked).anyMatch(url -> url.contains("/ImagingStudy/"));
        List<JsonNode> results = stack.fhir().search("Observation?subject:mdm=Patient/" + asked);
        assertThat(results)
                .extracting(result -> result.path("subject").path("reference").asText())
                .as("the laboratory's results, of %s", asked)
                .contains("Patient/" + patient("LAB-FES-01", "F-77140"));
        assertThat(stack.fhir().search("ImagingStudy?subject:mdm=Patient/" + asked))
                .hasSize(1);
    }

    private static void study(String patientId, String seed) throws Exception {
        int port = stack.running().node().engine().routes().states().stream()
                .filter(route -> route.routeId().equals("IMG-RABAT-dicom"))
                .map(RouteState::port)
                .findFirst()
                .orElseThrow();
        List<Path> files = new SampleStudy(
                        seed, patientId, "الوزاني^عبد القادر", "ACC-" + seed, SampleStudy.Script.UTF_8)
                .write(folder);
        List<Scu.Kind> kinds = new ArrayList<>();
        for (Path file : files) kinds.add(Scu.Kind.of(file));
        try (Scu scu =
                Scu.connect(ScuSettings.plain("ct-rabat"), new Destination("QANTARA", "127.0.0.1", port), kinds)) {
            for (Path file : files) assertThat(scu.store(file).status()).isZero();
        }
        String patient = patient("IMG-RABAT", patientId);
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> !stack.fhir()
                .search("ImagingStudy?subject=Patient/" + patient)
                .isEmpty());
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
