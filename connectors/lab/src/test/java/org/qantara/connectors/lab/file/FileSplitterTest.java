package org.qantara.connectors.lab.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FileSplitterTest {
    private static List<String> split(String file, FileFormat format, Charset charset, int headerLines) {
        List<String> out = new ArrayList<>();
        FileSplitter.split(
                file.getBytes(charset),
                format,
                charset.name(),
                headerLines,
                part -> out.add((part.whole() ? "" : part.fault() + ": ") + new String(part.bytes(), charset)));
        return out;
    }

    private static List<String> split(String file, FileFormat format) {
        return split(file, format, StandardCharsets.ISO_8859_1, 1);
    }

    @Test
    void hprimWithEveryDelimiterAndLineEnd() {
        for (String delimiters : List.of("|~^\\&", "|^~\\&", "|~^&\\", "!^~\\&"))
            for (String end : List.of("\r", "\n", "\r\n")) {
                String f = delimiters.substring(0, 1);
                String one = "H" + delimiters + f + "A" + end + "P" + f + "1" + end + "A" + f + "cont" + end + "L" + f
                        + "1" + end;
                assertThat(split(one + one, FileFormat.hprim)).containsExactly(one, one);
            }
    }

    @Test
    void textThatBeginsWithHIsNoHeader() {
        String message = "H|^~\\&\rC|1|\rHIV|x\rL|1\r";
        assertThat(split(message, FileFormat.hprim)).containsExactly(message);
    }

    @Test
    void aMessageWithoutItsTerminatorIsNamedAndTheNextOneIsWhole() {
        assertThat(split("H|^~\\&\rP|1\rH|^~\\&\rL|1\r", FileFormat.hprim))
                .containsExactly("the message has no terminator record L: H|^~\\&\rP|1\r", "H|^~\\&\rL|1\r");
        assertThat(split("P|1\rL|1\r", FileFormat.hprim))
                .containsExactly("the file does not begin with a header record H: P|1\rL|1\r");
        assertThat(split("garbage\rH|^~\\&\rL|1\r", FileFormat.hprim))
                .containsExactly("the file does not begin with a header record H: garbage\r", "H|^~\\&\rL|1\r");
    }

    @Test
    void blankFilesHaveNoMessages() {
        for (FileFormat format : FileFormat.values())
            assertThat(split("\r\n \r\n", format, StandardCharsets.UTF_8, 0)).isEmpty();
    }

    @Test
    void utf16FilesAreCutAtCharactersNotAtBytes() {
        // U+0D48 and U+0A0D hold the bytes of CR and LF
        String message = "H|^~\\&|||\u0d48\u0a0d\rL|1\r";
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE))
            assertThat(split("\ufeff" + message + message, FileFormat.hprim, charset, 0))
                    .containsExactly(message, message);
    }

    /** HL7 v2, 2.10.3: batch and file envelopes around the messages. */
    @Test
    void hl7BatchesLoseTheirEnvelopeOnly() {
        String one = "MSH|^~\\&|A\rPID|1\r";
        assertThat(split("FHS|^~\\&\rBHS|^~\\&\r" + one + one + "BTS|2\rFTS|1\r", FileFormat.hl7v2))
                .containsExactly(one, one);
        assertThat(split("PID|1\r" + one, FileFormat.hl7v2))
                .containsExactly("the file does not begin with MSH, FHS or BHS: PID|1\r", one);
    }

    @Test
    void delimitedRecordsKeepQuotedLineEnds() {
        assertThat(split("h1;h2\nA;\"x\r\n\"\"y\"\nB;2", FileFormat.csv))
                .containsExactly("h1;h2\nA;\"x\r\n\"\"y\"\n", "h1;h2\nB;2");
        assertThat(split("A;1\nB;2\n", FileFormat.csv, StandardCharsets.UTF_8, 0))
                .containsExactly("A;1\n", "B;2\n");
        assertThat(split("\ufeffh\nA\n", FileFormat.csv, StandardCharsets.UTF_8, 1))
                .containsExactly("h\nA\n");
        assertThat(split("only;header\n", FileFormat.csv)).isEmpty();
    }

    @Provide
    Arbitrary<byte[]> anyBytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
    }

    /** Whatever the bytes: it ends, throws nothing, and for H..L files loses no byte that is not blank. */
    @Property(tries = 500)
    void anyBytesAreSplitWithoutLoss(@ForAll("anyBytes") byte[] file) {
        for (FileFormat format : FileFormat.values())
            for (String charset : List.of("ISO-8859-1", "UTF-8", "UTF-16LE", "UTF-16BE"))
                FileSplitter.split(file, format, charset, 1, part -> assertThat(part.bytes())
                        .isNotNull());
        StringBuilder joined = new StringBuilder();
        FileSplitter.split(
                file,
                FileFormat.hprim,
                "ISO-8859-1",
                0,
                part -> joined.append(new String(part.bytes(), StandardCharsets.ISO_8859_1)));
        String whole = new String(file, StandardCharsets.ISO_8859_1);
        if (whole.chars().anyMatch(c -> c > ' '))
            assertThat(whole.strip()).endsWith(joined.toString().strip());
    }
}
