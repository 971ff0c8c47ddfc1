package org.qantara.engine.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.Received;

class OtherEnvelopesTest {
    private static Judgement judge(String format, String body) {
        FacilityRoute route = new FacilityRoute("CHU", Map.of("authority", "CHU"));
        return EnvelopeReader.of(format)
                .read(new Received(
                        route,
                        "x",
                        format,
                        "p",
                        1,
                        OffsetDateTime.now(),
                        "ISO-8859-1",
                        "assumed",
                        null,
                        null,
                        body.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void theSameInstanceInAnotherStoredObjectIsTheSameContent() {
        String first = dicom("spool:1", "d1");
        assertThat(dicom("spool:2", "d1")).as("sent again").isEqualTo(first);
        assertThat(dicom("spool:2", "d2")).as("other pixels").isNotEqualTo(first);
        assertThat(dicom("spool:2", null)).as("no digest given").isNotEqualTo(dicom("spool:1", null));
    }

    private static String dicom(String object, String digest) {
        String json = "{\"00080018\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]},"
                + "\"00081190\":{\"vr\":\"UR\",\"Value\":[\"" + object + "\"]}}";
        Received received = new Received(
                FacilityRoute.of("CHU"),
                "dicom",
                "dicom+json",
                "p",
                1,
                OffsetDateTime.now(),
                "UTF-8",
                "declared",
                null,
                null,
                digest,
                json.getBytes(StandardCharsets.UTF_8));
        return EnvelopeReader.of("dicom+json").read(received).labels().contentHash();
    }

    @Test
    void aDicomInstanceIsCalledByItsUidsAndItsPatient() {
        String json =
                "{\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 100\"]},\"00080018\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]},"
                        + "\"00080050\":{\"vr\":\"SH\",\"Value\":[\"ACC\"]},\"00080060\":{\"vr\":\"CS\",\"Value\":[\"CT\"]},"
                        + "\"00081140\":{\"vr\":\"SQ\",\"Value\":[{\"00080018\":{\"vr\":\"UI\",\"Value\":[\"9.9\"]}}]},"
                        + "\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"X^Y\"}]},"
                        + "\"00100020\":{\"vr\":\"LO\",\"Value\":[\"P1\"]},\"0020000D\":{\"vr\":\"UI\",\"Value\":[\"1.2\"]}}";
        Labels labels = judge("dicom+json", json).labels();
        assertThat(labels.controlId()).isEqualTo("1.2.3");
        assertThat(labels.messageType()).isEqualTo("DICOM^CT");
        assertThat(labels.orderKey("c")).isEqualTo("patient P1");
        assertThat(labels.fillerOrder()).isEqualTo("ACC");
        String foreign =
                json.replace("\"0020000D\"", "\"00100021\":{\"vr\":\"LO\",\"Value\":[\"OTHER\"]},\"0020000D\"");
        assertThat(judge("dicom+json", foreign).labels().orderKey("c")).isEqualTo("visit 1.2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "no json",
                "{\"00080018\":7}",
                "{\"00080018\":{\"Value\":[]}}",
                "{\"00080018\":{\"Value\":"
            })
    void badDicomJsonIsRefusedAndNeverThrows(String body) {
        assertThat(judge("dicom+json", body)).isInstanceOf(Judgement.Bad.class);
    }

    @Test
    void anAstmMessageIsCalledBySampleAndPatient() {
        Labels labels = judge(
                        "astm",
                        "H|\\^&|77||AU5800^1||||||||LIS2-A2\rP|1|P1|L9\rO|1|S77^1||^^^GLU\rR|1|^^^GLU|1.0\rL|1\r")
                .labels();
        assertThat(labels.controlId()).isEqualTo("77");
        assertThat(labels.sendingApplication()).isEqualTo("AU5800");
        assertThat(labels.patient()).isEqualTo("P1");
        assertThat(labels.sample()).isEqualTo("S77");
        assertThat(labels.messageType()).isEqualTo("ASTM^R");
        Labels query = judge("astm", "H!\\^&\rQ!1!^S1\rL!1\r").labels();
        assertThat(query.messageType()).isEqualTo("ASTM^Q");
        assertThat(query.orderKey("c")).isEqualTo("connection c");
    }

    @Test
    void whatDoesNotBeginWithAHeaderIsRefused() {
        assertThat(judge("hprim", "P|1|x\r")).isInstanceOfSatisfying(Judgement.Bad.class, bad -> assertThat(
                        bad.fault().code())
                .isEqualTo(ErrorCode.MALFORMED));
        assertThat(judge("astm", "")).isInstanceOf(Judgement.Bad.class);
        assertThat(judge("csv", "")).isInstanceOf(Judgement.Bad.class);
        assertThat(judge("csv", "a;b")).isInstanceOf(Judgement.Good.class);
    }

    private static Labels astm(String records) {
        return judge("astm", "H|\\^&|||X\r" + records.replace('\n', '\r')).labels();
    }

    @Test
    void theSameBytesCountOnceOnlyWhenTheyHoldADate() {
        String dated = "P|1\nO|1|S1||^^^K|R|20260102080000\nR|1|^^^K|4.1\nL|1\n";
        assertThat(astm(dated).controlId())
                .startsWith("hash-")
                .isEqualTo(astm(dated).controlId());
        assertThat(astm(dated.replace("4.1", "4.2")).controlId())
                .isNotEqualTo(astm(dated).controlId());
        assertThat(astm("P|1\nO|1|8\nR|1|^^^K|4.1\nL|1\n").controlId()).isNull();
        String row = "patient_id;order_number;observed;x\n7;O1;20260102;y\n";
        Labels csv = judge("csv", row).labels();
        assertThat(csv.controlId()).startsWith("hash-");
        assertThat(csv.patient()).isEqualTo("7");
        assertThat(csv.fillerOrder()).isEqualTo("O1");
        assertThat(judge("csv", row.replace("20260102", "")).labels().controlId())
                .isNull();
    }

    @Test
    void qualityControlTrainingAndQueriesAreToldApart() {
        assertThat(astm("P|1\nO|1|C1||^^^K|R||||||Q\nR|1|^^^K|4.1\n").messageType())
                .isEqualTo("ASTM^QC");
        assertThat(astm("P|1\nO|1|C1||^^^K|R||||||Q\nO|2|S1||^^^K|R||||||N\n").messageType())
                .as("the maps leave the control out")
                .isEqualTo("ASTM^R");
        assertThat(judge("astm", "H|\\^&|||X|||||||Q\rO|1|S1\r").labels().messageType())
                .isEqualTo("ASTM^QC");
        assertThat(judge("astm", "H|\\^&|||X|||||||T\rO|1|S1\r").labels().messageType())
                .isEqualTo("ASTM^T");
        FacilityRoute route = new FacilityRoute("LAB", Map.of("controls", "QC.*"));
        Received control = new Received(
                route,
                "astm",
                "astm",
                "p",
                1,
                OffsetDateTime.now(),
                "ISO-8859-1",
                "assumed",
                null,
                null,
                "H|\\^&|||X\rO|1|QC-7\r".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(EnvelopeReader.of("astm").read(control).labels().messageType())
                .isEqualTo("ASTM^QC");
        assertThat(EnvelopeReader.of("astm")
                        .read(control.withBody("H|\\^&|||X\rO|1|QC-7\rO|2|S1\r".getBytes(StandardCharsets.ISO_8859_1)))
                        .labels()
                        .messageType())
                .as("a control known only by its number, beside a patient's sample")
                .isEqualTo("ASTM^MIXED");
    }

    @Test
    void aMessageOfSeveralPatientsNamesThemAll() {
        Labels labels = astm("P|1|7\nO|1|S1\nP|2|8\nO|1|S2\nP|3|7\n");
        assertThat(labels.patient()).isEqualTo("7");
        assertThat(labels.otherPatients()).containsExactly("8");
        assertThat(astm("P|1||L9\nO|1||A4\n").patient())
                .as("the laboratory's own number is not the authority's")
                .isNull();
        assertThat(astm("P|1||L9\nO|1||A4\n").sample()).isEqualTo("A4");
    }

    @Test
    void anHprimMessageIsCalledByBothSidesNumbers() {
        Labels labels = judge("hprim", "H|~^\\&|F1.HPR||LAB~x\rP|1|77\rOBR|1|S5~R5|F6~P6|GLU\r")
                .labels();
        assertThat(labels.controlId()).isEqualTo("F1.HPR");
        assertThat(labels.sample()).isEqualTo("S5");
        assertThat(labels.fillerOrder()).isEqualTo("F6");
        assertThat(labels.placerOrder()).isEqualTo("P6");
    }

    @Test
    void anHprimMessageSaysItsContextItsStayAndWhoWasFused() {
        Labels requests = judge("hprim", "H|~^\\&|F1.HPR||HOP~x||ORM|||LAB\rP|1|77||V5\rOBR|1|~D1||GLU\r")
                .labels();
        assertThat(requests.messageType()).isEqualTo("HPRIM^ORM");
        assertThat(requests.visit()).isEqualTo("V5");
        assertThat(judge("hprim", "H|~^\\&|F1||LAB|||ORU|||HOP\rP|1|77\r")
                        .labels()
                        .messageType())
                .as("a sender that counts one field too many")
                .isEqualTo("HPRIM^R");
        Labels fused = judge("hprim", "H|~^\\&|F1||HOP||ADM\rP|1|77~66~FU\r").labels();
        assertThat(fused.messageType()).isEqualTo("HPRIM^ADM");
        assertThat(fused.patient()).isEqualTo("77");
        assertThat(fused.otherPatients()).as("both lanes wait").containsExactly("66");
    }

    @ParameterizedTest
    @ValueSource(strings = {"astm", "hprim", "csv"})
    void hostileBytesAreJudgedAndNeverThrow(String format) {
        String signs = "H|\\^&~POQRLOBR;,\"\r\n\0\u00e9 123456789";
        Random random = new Random(9);
        for (int n = 0; n < 5_000; n++) {
            StringBuilder body = new StringBuilder(random.nextBoolean() ? "H|\\^&" : "");
            for (int i = random.nextInt(120); i > 0; i--) {
                body.append(signs.charAt(random.nextInt(signs.length())));
            }
            assertThat(judge(format, body.toString()).labels().contentHash()).hasSize(64);
        }
    }
}
