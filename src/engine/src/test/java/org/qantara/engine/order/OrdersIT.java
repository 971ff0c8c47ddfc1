package org.qantara.engine.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.engine.message.FacilityRoute;
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
}
