package org.qantara.engine.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Map;
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
}
