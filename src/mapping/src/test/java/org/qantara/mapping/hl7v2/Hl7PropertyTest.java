package org.qantara.mapping.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.qantara.mapping.source.SourceDocument;

/** Any bytes give a message or a clear refusal; what is written is read back. */
class Hl7PropertyTest {
    static void walk(Hl7Message message) {
        int bytes = message.bytes().length;
        for (int segment = 0; segment < message.records(); segment++) {
            for (int field = 1; field <= message.fieldCount(segment); field++) {
                long whole = message.field(segment, field);
                for (long r = message.firstRepetition(whole);
                        r != SourceDocument.NONE;
                        r = message.nextRepetition(whole, r)) {
                    assertThat(message.start(r)).isBetween(0, bytes);
                    assertThat(message.end(r)).isBetween(message.start(r), bytes);
                    message.text(message.part(message.part(r, 2), 1));
                }
            }
        }
        message.leaves((record, field, part, subPart, node) -> {
            assertThat(message.text(node)).isNotNull();
            assertThat(message.where(node)).isNotEmpty();
        });
    }

    @Property(tries = 300)
    void anyBytesGiveAMessageOrARefusal(@ForAll byte[] bytes) {
        try {
            walk(Hl7Message.read(bytes, StandardCharsets.UTF_8));
        } catch (Hl7Unreadable e) {
            assertThat(e.code()).isNotEmpty();
            assertThat(e.place()).isNotEmpty();
        }
    }

    @Property(tries = 300)
    void anyTailAfterAHeaderIsRead(@ForAll("tails") String tail) throws Hl7Unreadable {
        walk(Hl7Message.read(("MSH|^~\\&|" + tail).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        MessageFile.split(tail.getBytes(StandardCharsets.UTF_8))
                .forEach(part -> assertThat(part.body()).isNotEmpty());
    }

    @Test
    void aSecondHeaderThatIsCutBehindItsNameHasNoFields() throws Hl7Unreadable {
        walk(Hl7Message.read("MSH|^~\\&|\rMSH".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> tails() {
        return Arbitraries.strings()
                .withChars("|^~\\&\"\r\nABPIDMSHFX019.# \u0001é")
                .ofMaxLength(200);
    }

    @Property(tries = 300)
    void whatIsEscapedIsReadBack(@ForAll("values") String value, @ForAll("charsets") Charset charset)
            throws Hl7Unreadable {
        String escaped = value.replace("\\", "\\E\\")
                .replace("|", "\\F\\")
                .replace("^", "\\S\\")
                .replace("~", "\\R\\")
                .replace("&", "\\T\\");
        byte[] body = ("MSH|^~\\&|A\rPID|1||x^^^" + escaped + "^y~z|w").getBytes(charset);
        Hl7Message message = Hl7Message.read(body, charset);
        assertThat(message.text("PID-3.4")).isEqualTo(value.isEmpty() || value.equals("\"\"") ? null : value);
        assertThat(message.text("PID-3[2]")).isEqualTo("z");
        assertThat(message.text("PID-4")).isEqualTo("w");
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings().withChars("abc|^~\\&\" فاطمةZ9").ofMaxLength(30);
    }

    @Provide
    Arbitrary<Charset> charsets() {
        return Arbitraries.of(List.of(
                StandardCharsets.UTF_8,
                Charset.forName("ISO-8859-6"),
                Charset.forName("windows-1256"),
                StandardCharsets.UTF_16LE));
    }
}
