package org.qantara.engine.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Received;
import org.qantara.engine.testing.Bench;
import org.qantara.engine.testing.Made;
import org.qantara.engine.testing.RecordingFhirServer;

class OrdersIT {
    private static final String PID = "PID|1||P1^^^CHU^PI||Alaoui^Salma||19800215|F\rPV1|1|O|||||||||||||||||V7\r";

    @TempDir
    Path folder;

    private static String head(String type, String id) {
        return "MSH|^~\\&|HIS|CHU|Q|D|20260301100000||" + type + "|" + id + "|P|2.5.1\r";
    }

    private static String radiology(String control, String scheduled) {
        return head("ORM^O01", "O" + scheduled + control) + PID + "ORC|" + control + "|PL1|||||||||||1^Doctor\r"
                + "OBR|1|PL1|FI1|CT-HEAD^CT of the head^LOCAL||||||||||||||ACC9|||STATION1|||CT||||||||||||" + scheduled
                + "\r" + "ZDS|1.2.840.99^^Application^DICOM\r";
    }

    @Test
    void ordersAnswerWorklistsAndHostQueriesWhileTheDppIsDown() throws Exception {
        try (Bench bench = new Bench(folder)) {
            bench.server.faults(body -> new RecordingFhirServer.Fault(503, ""));
            bench.accepted(radiology("NW", "20260305"));
            bench.accepted(head("OML^O21", "L1") + PID + "ORC|NW|PL2\rOBR|1|PL2||GLU^Glucose^L\rSPM|1|S77^S77\r"
                    + "ORC|NW|PL3\rOBR|2|PL3||NA^Sodium^L\rSPM|1|S77^S77\r");
            Orders orders = bench.engine().orders();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(orders.find(OrderQuery.ofSample("CHU-TEST", "S77")))
                            .extracting(ClinicalOrder::testCode)
                            .containsExactly("GLU", "NA"));
            assertThat(orders.find(OrderQuery.worklist("CHU-TEST", "CT", null, "20260305", "20260306")))
                    .singleElement()
                    .satisfies(order -> {
                        assertThat(order.accession()).isEqualTo("ACC9");
                        assertThat(order.patientName()).isEqualTo("Alaoui^Salma");
                        assertThat(order.studyUid()).isEqualTo("1.2.840.99");
                        assertThat(order.station()).isEqualTo("STATION1");
                        assertThat(order.visit()).isEqualTo("V7");
                    });
            assertThat(orders.find(OrderQuery.worklist("CHU-TEST", "CT", null, "20260306", "20260307")))
                    .isEmpty();
        }
    }

    @Test
    void aCancelledOrReportedOrderLeavesTheWorklistAndAReportThatCameFirstIsLinked() throws Exception {
        try (Bench bench = new Bench(folder)) {
            Orders orders = bench.engine().orders();
            long report = bench.accepted(
                    head("ORU^R01", "R1") + PID + "ORC|RE|PL1|FI1\rOBR|1|PL1|FI1|CT-HEAD^CT\rOBX|1|TX|A||ok\r");
            long order = bench.accepted(radiology("NW", "20260305"));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(orders.find(OrderQuery.ofNumber("CHU-TEST", "FI1")))
                            .singleElement()
                            .satisfies(row -> {
                                assertThat(row.reportIntake()).isEqualTo(report);
                                assertThat(row.orderIntake()).isEqualTo(order);
                                assertThat(row.status()).isEqualTo("reported");
                            }));
            bench.accepted(radiology("CA", "20260305"));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(orders.find(OrderQuery.ofAccession("CHU-TEST", "ACC9")))
                            .singleElement()
                            .extracting(ClinicalOrder::status)
                            .isEqualTo("cancelled"));
        }
    }

    @Test
    void theAccessionFieldIsTheFacilitysChoice() throws Exception {
        FacilityRoute route = new FacilityRoute("RIS", Map.of("authority", "CHU", "accession", "OBR-20"));
        try (Bench bench = new Bench(folder)) {
            bench.accepted(Made.received(
                    route, head("ORM^O01", "X") + PID + "ORC|NW|PL1\rOBR|1|PL1|FI1|CT^CT||||||||||||||ACC9||FROM20\r"));
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                            bench.engine().orders().find(OrderQuery.ofAccession("RIS", "FROM20")))
                    .hasSize(1));
        }
    }

    private static String sample(String control, String patient, String number, String sample, String test) {
        return head("OML^O21", control) + PID.replace("P1^", patient + "^") + "ORC|NW|" + number + "\rOBR|1|" + number
                + "||" + test + "\rSPM|1|" + sample + "\r";
    }

    private static byte[] asked(Bench bench, String records) throws Exception {
        return HostQuery.answer(
                Made.received(records.replace('\n', '\r')), bench.engine().orders());
    }

    @Test
    void aHostQueryIsAnsweredInItsOwnDelimitersWhileTheDppIsDown() throws Exception {
        try (Bench bench = new Bench(folder)) {
            bench.server.faults(body -> new RecordingFhirServer.Fault(503, ""));
            bench.accepted(sample("L1", "P1", "PL1", "S77", "GLU^Glucose^L"));
            bench.accepted(sample("L2", "P1", "PL2", "S77", "N!A^Sodium^L"));
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                            new String(asked(bench, "H|\\!~|||DxH\nQ|1|!S77\nL|1\n"), StandardCharsets.UTF_8))
                    .isEqualTo(String.join(
                            "\r",
                            "H|\\!~|||QANTARA|||||DxH||P|1|20260301100000",
                            "P|1|P1|||Alaoui!Salma||19800215|F",
                            "O|1|S77||!!!GLU\\!!!N~S~A|R||||||N||||||||||||||O\\Q",
                            "L|1|F",
                            "")));
            assertThat(new String(asked(bench, "H|\\^&|||x\nQ|1|^NONE\nL|1\n"), StandardCharsets.UTF_8))
                    .contains("\rL|1|I\r")
                    .doesNotContain("\rP|");
            assertThat(asked(bench, "H|\\^&|||x\nR|1\nL|1\n")).isNull();
        }
    }

    @Test
    void aSampleOfTwoPatientsIsNobodys() throws Exception {
        try (Bench bench = new Bench(folder)) {
            bench.accepted(sample("L1", "P1", "PL1", "S1", "GLU"));
            bench.accepted(sample("L2", "P2", "PL2", "S2", "GLU"));
            bench.accepted(sample("L3", "P3", "PL3", "S2", "K"));
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                OrderedPatients known = new OrderedPatients(bench.engine().orders(), Made.FACILITY);
                assertThat(known.patient("S1", null)).isEqualTo("P1");
                assertThat(known.patient("PL1", null)).as("by order number").isEqualTo("P1");
                assertThat(known.sharedNumber()).isFalse();
                assertThat(known.patient("S2", null)).isNull();
                assertThat(known.sharedNumber()).isTrue();
            });
            assertThat(new String(asked(bench, "H|\\^&|||x\nQ|1|^S2\nL|1\n"), StandardCharsets.UTF_8))
                    .as("no tests are handed out under a wrong name")
                    .contains("\rL|1|I\r");
            FacilityRoute daily = new FacilityRoute("CHU-TEST", Map.of("numbersRestart", "daily"));
            assertThat(new OrderedPatients(bench.engine().orders(), daily).patient("S1", "20260301"))
                    .as("an order without a date names no sample whose number comes again every day")
                    .isNull();
        }
    }

    private static Received hprim(String records) {
        return new Received(
                Made.FACILITY,
                "hprim",
                "hprim",
                "folder",
                0,
                OffsetDateTime.parse("2026-03-01T10:00:00+01:00"),
                "UTF-8",
                "assumed",
                null,
                null,
                ("H|~^\\&|F.HPR||HOP~x||" + records).replace('\n', '\r').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void hprimRequestsAnswerHostQueriesAndHprimResultsFindThem() throws Exception {
        try (Bench bench = new Bench(folder)) {
            Orders orders = bench.engine().orders();
            bench.accepted(hprim("ORM|||LAB||P|H2.4|20260301\nP|1|P1|||ALAMI~Nadia||19770704|F\n"
                    + "OBR|1|S77~D9||GLU~Glucose~L^K~Potassium~L|R|202603010955||||N\nL|1\n"));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(orders.find(OrderQuery.ofSample("CHU-TEST", "S77")))
                            .extracting(ClinicalOrder::testCode)
                            .containsExactly("GLU", "K"));
            assertThat(new String(asked(bench, "H|\\^&|||cobas\nQ|1|^S77\nL|1\n"), StandardCharsets.UTF_8))
                    .contains("\rP|1|P1|||ALAMI^Nadia||19770704|F\r")
                    .contains("|S77||^^^GLU\\^^^K|R|202603010955|");
            OrderedPatients known = new OrderedPatients(orders, Made.FACILITY);
            assertThat(known.patient("S77", null)).isEqualTo("P1");
            assertThat(known.patient("D9", null)).as("the requester's number").isEqualTo("P1");
            bench.accepted(hprim("ORM\nP|1|P1\nOBR|1|S77~D9||GLU~Glucose~L|||||||C\nL|1\n"));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(orders.find(OrderQuery.ofNumber("CHU-TEST", "D9")))
                            .extracting(ClinicalOrder::status)
                            .containsExactlyInAnyOrder("cancelled", "ordered"));
        }
    }

    @Test
    void anAdmissionSaysWhoseAStayIsAndAMergeDoesNot() throws Exception {
        try (Bench bench = new Bench(folder)) {
            Orders orders = bench.engine().orders();
            OrderedPatients known = new OrderedPatients(orders, Made.FACILITY);
            assertThat(known.patient("visit:V9", null)).isNull();
            bench.accepted(Made.a08("A1", "9", "ALAMI"));
            bench.accepted(Made.a40("A2", "9", "10").replace("\rMRG", "\rPV1|1|I|||||||||||||||||V9\rMRG"));
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(known.patient("visit:V9", null))
                    .isEqualTo("9"));
            assertThat(known.patient("V9", null))
                    .as("no sample has this number")
                    .isNull();
            bench.accepted(hprim("ADM\nP|1|11||V9|BENNANI~Ali\nL|1\n"));
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(known.patient("visit:V9", null))
                        .as("two admissions of one number: nobody's")
                        .isNull();
                assertThat(known.sharedNumber()).isTrue();
            });
        }
    }
}
