package org.qantara.engine.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Labels;
import org.qantara.engine.testing.Made;

class Hl7EnvelopeTest {
    private static final FacilityRoute STRICT = new FacilityRoute(
            "CHU-TEST",
            Map.of(
                    "authority", "CHU",
                    "types", "ADT^*,ORU^R01",
                    "versions", "2.5,2.5.1",
                    "sendingApplication", "HIS",
                    "sendingFacility", "CHU"));

    private static Judgement judge(FacilityRoute route, String text) {
        return EnvelopeReader.of("hl7v2").read(Made.received(route, text));
    }

    @ParameterizedTest(name = "{2} -> {3} {4}: {5}")
    @CsvSource(
            delimiter = ';',
            value = {
                "ADT^A08^ADT_A01; ;no MSH-9; MISSING_FIELD; MSH^1^9; AE 101",
                "|C1|; ||;no MSH-10; MISSING_FIELD; MSH^1^10; AE 101",
                "|P|; ||;no MSH-11; MISSING_FIELD; MSH^1^11; AE 101",
                "|2.5.1; |;no MSH-12; MISSING_FIELD; MSH^1^12; AE 101",
                "ADT^A08^ADT_A01; SIU^S12;a type the route does not take; UNSUPPORTED_MESSAGE_TYPE; MSH^1^9; AR 200",
                "ADT^A08^ADT_A01; ORU^R30;an event the route does not take; UNSUPPORTED_MESSAGE_TYPE; MSH^1^9; AR 200",
                "|P|; |T|;test traffic; UNSUPPORTED_PROCESSING_ID; MSH^1^11; AR 202",
                "|P|; |D|;debug traffic; UNSUPPORTED_PROCESSING_ID; MSH^1^11; AR 202",
                "|2.5.1; |2.9;a version the route does not take; UNSUPPORTED_VERSION; MSH^1^12; AR 203",
                "|HIS|; |LIS|;another application; WRONG_SENDER; MSH^1^3; AR 207",
                "|HIS|CHU|; |HIS|CHR|;another facility; WRONG_SENDER; MSH^1^4; AR 207",
                "MSH|; MSX|;no MSH; MALFORMED; ; AE 100",
                "MSH|; MSHA;no delimiter; MALFORMED; ; AE 100",
            })
    void everyRefusal(String from, String to, String what, ErrorCode code, String location, String hl7) {
        String text = Made.a08("C1", "P1", "Alaoui");
        String changed = text.replace(from.strip(), to == null ? "" : to.strip());
        assertThat(changed).isNotEqualTo(text);
        Judgement judgement = judge(STRICT, changed);
        assertThat(judgement).isInstanceOfSatisfying(Judgement.Bad.class, bad -> {
            assertThat(bad.fault().code()).isEqualTo(code);
            assertThat(bad.fault().location()).isEqualTo(location);
            assertThat(code.ackCode() + " " + code.hl7Error()).isEqualTo(hl7.strip());
            assertThat(bad.fault().text()).doesNotContain("Alaoui").doesNotContain("P1");
        });
    }

    @Test
    void whatTheRouteTakesIsGood() {
        assertThat(judge(STRICT, Made.a08("C1", "P1", "Alaoui"))).isInstanceOf(Judgement.Good.class);
        assertThat(judge(FacilityRoute.of("X"), Made.a08("C1", "P1", "Alaoui"))).isInstanceOf(Judgement.Good.class);
    }

    @Test
    void thePatientIsTheNumberOfTheRoutesAuthorityWhereverItStands() {
        String text = Made.a08("C1", "P1", "Alaoui").replace("P1^^^CHU^PI", "AB123^^^CNIE^NI~77^^^CHU^PI~9^^^OTHER^PI");
        assertThat(judge(STRICT, text).labels().patient()).isEqualTo("77");
        String foreign = Made.a08("C1", "P1", "Alaoui").replace("P1^^^CHU^PI", "9^^^OTHER^PI");
        Labels labels = judge(STRICT, foreign).labels();
        assertThat(labels.patient()).isNull();
        assertThat(labels.orderKey("c")).isEqualTo("visit VP1");
        String bare = Made.a08("C1", "P1", "Alaoui").replace("P1^^^CHU^PI", "9^^^OTHER^PI~42");
        assertThat(judge(STRICT, bare).labels().patient()).isEqualTo("42");
    }

    @Test
    void aMergeNamesBothPatientsAndASwapToo() {
        Labels merge = judge(STRICT, Made.a40("C1", "NEW", "OLD")).labels();
        assertThat(merge.patient()).isEqualTo("NEW");
        assertThat(merge.otherPatients()).containsExactly("OLD");
        String swap =
                "MSH|^~\\&|HIS|CHU|Q|D|20260301||ADT^A17|C|P|2.5.1\rPID|1||A^^^CHU\rPV1|1\rPID|2||B^^^CHU\rPV1|2\r";
        assertThat(judge(STRICT, swap).labels().patient()).isEqualTo("A");
        assertThat(judge(STRICT, swap).labels().otherPatients()).containsExactly("B");
    }

    @Test
    void theContentHashLeavesOutTheMessageTimeOnly() {
        String text = Made.a08("C1", "P1", "Alaoui");
        String hash = judge(STRICT, text).labels().contentHash();
        assertThat(judge(STRICT, text.replace("20260301100000||ADT", "20270101||ADT"))
                        .labels()
                        .contentHash())
                .isEqualTo(hash);
        assertThat(judge(STRICT, text.replace("Alaoui", "Alaoux")).labels().contentHash())
                .isNotEqualTo(hash);
    }
}
