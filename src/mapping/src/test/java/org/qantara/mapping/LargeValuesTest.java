package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values of megabytes: memory in proportion to their size, and no value that takes forever. Memory is counted in allocated bytes; the
 * time limits are guards against work that grows with the square, which would take hours here.
 */
class LargeValuesTest {
    private static final String HEAD =
            """
            MSH|^~\\&|LIS|LAB|DPP|MA|20260102120000||ORU^R01^ORU_R01|78|P|2.5.1\r\
            PID|1||7788^^^CHU-RABAT^PI||El Alaoui^Fatima\r\
            OBR|1|P1^HIS|F1^LIS|24323-8^Panel^LN|||20260102083000\r""";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static Mappings maps;

    @BeforeAll
    static void compile() {
        maps = Data.compiled();
    }

    private static SourceMessage message(byte[] body) {
        return new SourceMessage(
                body,
                StandardCharsets.UTF_8,
                "hl7v2",
                Data.facility("CHU-RABAT"),
                java.time.OffsetDateTime.parse("2026-01-01T00:00:00Z"));
    }

    private static byte[] document(int bytes) {
        byte[] content = new byte[bytes / 4 * 3];
        new Random(7).nextBytes(content);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes + 1000);
        out.writeBytes((HEAD + "OBX|1|ED|PDF^Report^L||^application^pdf^Base64^").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(Base64.getEncoder().encode(content));
        out.writeBytes("||||||F\r".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    /** Bytes that this thread allocates from the message's bytes to the serialised Bundle. */
    private static long allocated(byte[] body) {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        MapOutcome outcome = maps.map(message(body));
        byte[] json = ((MapOutcome.Mapped) outcome).bundle().json("urn:qantara:message:CHU-RABAT:1");
        long after = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertThat(json.length).isGreaterThan(body.length);
        return after - before;
    }

    @Test
    @Timeout(120)
    void aDocumentOf20MegabytesTakesMemoryInProportion() {
        allocated(document(1 << 20));
        long five = allocated(document(5 << 20));
        long twenty = allocated(document(20 << 20));
        assertThat(twenty)
                .as("20 MB against 5 MB, both %s and %s", twenty, five)
                .isLessThan(five * 9 / 2);
        assertThat(twenty).as("allocated for 20 MB").isLessThan(8L * (20 << 20));
    }

    @Test
    void theDocumentArrivesWhole() {
        byte[] body = document(1 << 20);
        MappedBundle bundle = ((MapOutcome.Mapped) maps.map(message(body))).bundle();
        String document = bundle.entries().stream()
                .filter(e -> e.type().equals("DocumentReference"))
                .map(e -> new String(e.resource(null), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
        String sent = new String(body, StandardCharsets.UTF_8).replaceAll("(?s).*Base64\\^([^|]*)\\|.*", "$1");
        assertThat(document).contains("\"contentType\":\"application/pdf\",\"data\":\"" + sent + "\"");
    }

    /** Fields that tempt a reader to look again and again at what it has seen. */
    @ParameterizedTest(name = "{0} times {1} in {2}")
    @Timeout(120)
    @CsvSource(
            delimiter = ';',
            value = {
                "8000000; BLANK; OBX|1|TX|a^b^L||x#x||||||F",
                "8000000; BLANK; OBX|1|TX|a^b^L#||x||||||F",
                "8000000; 1; OBX|1|NM|a^b^L||5||#x|||F",
                "8000000; 1; OBX|1|NM|a^b^L||#||1-2|||F",
                "8000000; 1; OBX|1|ST|a^b^L||x||||||F|||#",
                "1000000; ^; OBX|1|CWE|a^b^L||x#||||||F",
                "1000000; &; OBX|1|CWE|a^b^L||x#||||||F",
                "1000000; ~a; OBX|1|ST|a^b^L||x#||||||F",
                "1000000; ^a; ZZZ|#",
                "1000000; &a; ZZZ|#",
                "1000000; ~a; ZZZ|#",
                "4000000; \\; OBX|1|FT|a^b^L||#||||||F",
                "1000000; \\X41\\; OBX|1|FT|a^b^L||#||||||F",
                "1000000; .; OBX|1|NM|a^b^1.2#|||||||F",
                "40000; \\R\\OBX|1|TX|a^b^L||line||||||F; NTE|1||x#",
                "40000; \\R\\NTE|1||line; OBX|1|TX|a^b^L||x||||||F#",
                "20000; \\R\\OBX|1|NM|c^d^L|4|5||||||F; OBX|1|TX|a^b^L||x||||||F#",
                "10000; \\R\\OBR|1||F2^L|c^d^L; OBX|1|TX|a^b^L||x||||||F#"
            })
    void noValueTakesForever(int times, String part, String line) {
        String filler = part.strip().replace("BLANK", " ").replace("\\R\\", "\r");
        String text = line.strip().replace("#", filler.repeat(times));
        MapOutcome outcome = maps.map(message((HEAD + text + "\r").getBytes(StandardCharsets.UTF_8)));
        assertThat(outcome.issues()).extracting(Issue::code).doesNotContain("INTERNAL-ERROR");
        if (outcome instanceof MapOutcome.Mapped mapped) {
            assertThat(mapped.bundle().json()).isNotEmpty();
        }
    }

    @Test
    @Timeout(120)
    void tenThousandResultsOfOneReportAreEachInIt() {
        StringBuilder text = new StringBuilder(HEAD);
        for (int i = 0; i < 10_000; i++) {
            text.append("OBX|1|NM|c").append(i).append("^d^L||5||||||F\r");
        }
        MappedBundle bundle =
                ((MapOutcome.Mapped) maps.map(message(text.toString().getBytes(StandardCharsets.UTF_8)))).bundle();
        byte[] report = bundle.entries().stream()
                .filter(e -> e.type().equals("DiagnosticReport"))
                .findFirst()
                .orElseThrow()
                .resource(null);
        String[] references = new String(report, StandardCharsets.UTF_8).split("Observation/", -1);
        assertThat(Arrays.stream(references)
                        .skip(1)
                        .map(r -> r.substring(0, 36))
                        .distinct())
                .hasSize(10_000);
    }
}
