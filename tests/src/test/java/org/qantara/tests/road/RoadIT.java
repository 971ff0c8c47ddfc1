package org.qantara.tests.road;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.qantara.app.security.Access;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.tests.Home;
import org.qantara.tests.process.Stack;

/** The road: MLLP → inbox → map → FHIR transaction → the record, read back as a foreign client would. */
class RoadIT {
    private static Stack stack;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.shared();
    }

    private static byte[] sample(String name) throws Exception {
        return Files.readAllBytes(Home.folder().resolve("samples/hl7v2").resolve(name));
    }

    private static JsonNode ends(String facility, byte[] message, String controlId, String state) throws Exception {
        assertThat(stack.send(facility, message)).isInstanceOf(SendOutcome.Accepted.class);
        JsonNode row = stack.awaitRow(facility, controlId);
        assertThat(row.path("state").asText()).as(row.toString()).isEqualTo(state);
        return row;
    }

    @Test
    void a_patient_arrives_with_the_arabic_name_intact() throws Exception {
        ends("CHU-RABAT", sample("CHU-RABAT/01-ADT_A04-enregistrement.hl7"), "RB0001", "delivered");
        List<JsonNode> found = stack.fhir().search("Patient?identifier=urn:ma:ipp:CHU-RABAT%7C0048213");
        assertThat(found).hasSize(1);
        JsonNode patient = found.get(0);
        assertThat(patient.findValuesAsText("family")).contains("بنعلي", "BENALI");
        assertThat(patient.path("gender").asText()).isEqualTo("female");
        assertThat(patient.path("birthDate").asText()).isEqualTo("1987-03-14");
    }

    @Test
    void a_result_in_iso_8859_6_arrives_with_loinc_and_ucum() throws Exception {
        ends("LAB-FES-01", sample("LAB-FES-01/01-ORU_R01-nfs-8859-6.hl7"), "LF0001", "delivered");
        List<JsonNode> patients = stack.fhir().search("Patient?identifier=urn:ma:ipp:LAB-FES-01%7CF-77120");
        assertThat(patients).hasSize(1);
        assertThat(patients.get(0).findValuesAsText("family")).contains("بنعلي");
        List<JsonNode> results = stack.fhir()
                .search("Observation?patient=" + patients.get(0).path("id").asText());
        JsonNode hemoglobin = results.stream()
                .filter(result -> result.path("code")
                        .path("coding")
                        .findValuesAsText("code")
                        .contains("718-7"))
                .findFirst()
                .orElseThrow();
        JsonNode coding = hemoglobin.path("code").path("coding").get(0);
        assertThat(coding.path("system").asText()).isEqualTo("http://loinc.org");
        assertThat(hemoglobin.path("valueQuantity").path("value").decimalValue())
                .isEqualByComparingTo("11.2");
        assertThat(hemoglobin.path("valueQuantity").path("system").asText()).isEqualTo("http://unitsofmeasure.org");
        assertThat(hemoglobin.path("valueQuantity").path("code").asText()).isEqualTo("g/dL");
        assertThat(results).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void the_same_message_twice_is_in_the_record_once() throws Exception {
        String id = UUID.randomUUID().toString().substring(0, 8);
        byte[] message = adt("DUP" + id, "ADT^A04^ADT_A01", id).getBytes(StandardCharsets.UTF_8);
        ends("CHU-RABAT", message, "DUP" + id, "delivered");
        ends("CHU-RABAT", message, "DUP" + id, "duplicate");
        List<JsonNode> found = stack.fhir().search("Patient?identifier=urn:ma:ipp:CHU-RABAT%7C" + id);
        assertThat(found).hasSize(1);
        JsonNode history =
                stack.fhir().json("/fhir/Patient/" + found.get(0).path("id").asText() + "/_history", Access.READER);
        assertThat(history.path("entry")).hasSize(1);
    }

    @Test
    void a_type_that_the_route_does_not_take_is_refused_with_its_code() throws Exception {
        var outcome = stack.send(
                "CHU-RABAT",
                adt("R" + UUID.randomUUID(), "ORU^R01^ORU_R01", "1").getBytes(StandardCharsets.UTF_8));
        assertThat(outcome).isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> {
            assertThat(refused.acknowledgement().code()).isEqualTo("AR");
            assertThat(refused.acknowledgement().hl7Error()).isEqualTo("200");
        });
    }

    @Test
    void a_test_message_never_enters_the_live_record() throws Exception {
        String message = adt("T" + UUID.randomUUID(), "ADT^A04^ADT_A01", "1").replace("|P|2.5.1", "|T|2.5.1");
        assertThat(stack.send("CHU-RABAT", message.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> {
                    assertThat(refused.acknowledgement().code()).isEqualTo("AR");
                    assertThat(refused.acknowledgement().hl7Error()).isEqualTo("202");
                });
    }

    @Test
    void a_sender_that_does_not_belong_here_is_refused() throws Exception {
        String message = adt("S" + UUID.randomUUID(), "ADT^A04^ADT_A01", "1").replace("|CHURABAT|", "|OTHER|");
        assertThat(stack.send("CHU-RABAT", message.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> assertThat(
                                refused.acknowledgement().hl7Error())
                        .isEqualTo("207"));
    }

    @Test
    void bytes_without_a_readable_header_get_an_ae_with_an_empty_msa_2() throws Exception {
        assertThat(stack.send("CHU-RABAT", "hello".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> {
                    assertThat(refused.acknowledgement().code()).isEqualTo("AE");
                    assertThat(refused.acknowledgement().messageControlId()).isEmpty();
                });
    }

    @Test
    void an_unknown_trigger_is_acknowledged_and_quarantined_with_place_and_remedy() throws Exception {
        String id = "Q" + UUID.randomUUID().toString().substring(0, 8);
        byte[] message = adt(id, "ADT^Z99^ADT_Z99", "Q1").getBytes(StandardCharsets.UTF_8);
        JsonNode row = ends("CHU-RABAT", message, id, "quarantined");
        assertThat(row.path("errorCode").asText()).isNotBlank();
        assertThat(row.path("errorText").asText()).isNotBlank();
    }

    @Test
    void operating_does_not_mean_seeing_patients() throws Exception {
        assertThat(stack.fhir()
                        .get("/api/messages?patient=0048213", Access.OPERATOR)
                        .statusCode())
                .isEqualTo(403);
        assertThat(stack.fhir()
                        .get("/api/messages?patient=0048213", Access.ADMIN)
                        .statusCode())
                .isEqualTo(200);
        assertThat(stack.fhir().get("/fhir/Patient", Access.OPERATOR).statusCode())
                .isEqualTo(403);
    }

    @Test
    void every_sample_is_text_in_its_own_character_set() throws Exception {
        try (var files = Files.walk(Home.folder().resolve("samples/hl7v2"))) {
            List<Path> samples =
                    files.filter(file -> file.toString().endsWith(".hl7")).toList();
            assertThat(samples).hasSizeGreaterThanOrEqualTo(12);
            for (Path file : samples) {
                byte[] bytes = Files.readAllBytes(file);
                String name = file.toString().contains("8859-6") ? "ISO-8859-6" : "UTF-8";
                assertThat(Charset.forName(name)
                                .newDecoder()
                                .decode(java.nio.ByteBuffer.wrap(bytes))
                                .toString())
                        .as(file.toString())
                        .startsWith("MSH|");
            }
        }
    }

    private static String adt(String controlId, String type, String patient) {
        return "MSH|^~\\&|HIS|CHURABAT|QANTARA|DPP|20261120101500+0100||" + type + "|" + controlId
                + "|P|2.5.1||||||UNICODE UTF-8\r"
                + "EVN||20261120101500\rPID|1||" + patient + "^^^CHU-RABAT^PI||TAZI^Omar||19800105|M\r"
                + "PV1|1|O|CONS||||||||||||||||V" + patient + "^^^CHU-RABAT^VN\r";
    }
}
