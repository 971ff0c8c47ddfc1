package org.qantara.connectors.mllp.hl7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AckWriterTest {
    private static final OffsetDateTime NOW = OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.ofHours(1));
    private static final Verdict MISSING =
            Verdict.refused("AE", "101", "MSH^1^9", "field | is empty: ^ ~ \\ & مطلوب", "MISSING_FIELD");
    private final AckWriter writer = new AckWriter();

    /** Character sets × delimiters × versions. Each answer is read back with the sender's delimiters and character set. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource
    void answersInTheSendersLanguage(String version, String delimiters, String msh18, String javaName) {
        char f = delimiters.charAt(0);
        String application =
                "HÔPITAL " + "مستشفى".substring(0, javaName.contains("125") || javaName.contains("8859-1") ? 0 : 6);
        String head = "MSH" + delimiters + f + application + f + "CHU" + f + "Q" + f + "D" + f + "20260101" + f + f
                + "ADT" + delimiters.charAt(1) + "A04" + f + "ID-é" + f + "P" + f + version + f + f + f + f + f + f
                + msh18;
        Charset charset = Charset.forName(javaName);
        byte[] message = (head + "\rPID" + f + "1\r").getBytes(charset);
        CharsetPolicy.Reading reading = new CharsetPolicy(null, null).read(message);
        assertThat(reading.decision().charset()).isEqualTo(charset);

        byte[] bytes = writer.application(reading.msh(), charset, MISSING, NOW);
        String ack = new String(bytes, charset);
        List<String[]> segments = new ArrayList<>();
        for (String segment : ack.split("\r")) {
            segments.add(segment.split(Pattern.quote(String.valueOf(f)), -1));
        }
        String[] msh = segments.get(0);
        String c = delimiters.substring(1, 2);
        assertThat(msh[1]).isEqualTo(delimiters.substring(1));
        assertThat(List.of(msh[2], msh[3], msh[4], msh[5]))
                .isEqualTo(sent(List.of("Q", "D", application, "CHU"), charset));
        assertThat(msh[6]).isEqualTo("20260102030405+0100");
        boolean from24 = version.compareTo("2.4") >= 0;
        assertThat(msh[8]).isEqualTo(from24 ? "ACK" + c + "A04" + c + "ACK" : "ACK");
        assertThat(msh[10]).isEqualTo("P");
        assertThat(msh[11]).isEqualTo(version);
        if (version.compareTo("2.3") >= 0) {
            assertThat(msh[17]).isEqualTo(msh18);
        }
        String[] msa = segments.get(1);
        assertThat(msa[1]).isEqualTo("AE");
        assertThat(msa[2]).isEqualTo(sent(List.of("ID-é"), charset).get(0));
        String[] err = segments.get(2);
        String escape = delimiters.substring(3, 4);
        if (version.compareTo("2.5") >= 0) {
            assertThat(msa).hasSize(3);
            assertThat(err[2]).isEqualTo("MSH" + c + "1" + c + "9");
            assertThat(err[3]).isEqualTo("101" + c + "Required field missing" + c + "HL70357");
            assertThat(err[4]).isEqualTo("E");
            assertThat(err[5]).isEqualTo("MISSING_FIELD");
            assertThat(unescape(err[7], escape, delimiters))
                    .isEqualTo(sent(List.of(MISSING.text()), charset).get(0));
        } else {
            assertThat(unescape(msa[3], escape, delimiters))
                    .isEqualTo(sent(List.of(MISSING.text()), charset).get(0));
            String s = delimiters.substring(4, 5);
            assertThat(err[1])
                    .isEqualTo("MSH" + c + "1" + c + "9" + c + "101" + s + "Required field missing" + s + "HL70357");
        }
    }

    /** What the character set can hold of these texts. */
    private static List<String> sent(List<String> texts, Charset charset) {
        return texts.stream()
                .map(text -> new String(text.getBytes(charset), charset))
                .toList();
    }

    private static String unescape(String text, String escape, String delimiters) {
        String e = escape;
        return text.replace(e + "F" + e, delimiters.substring(0, 1))
                .replace(e + "S" + e, delimiters.substring(1, 2))
                .replace(e + "R" + e, delimiters.substring(2, 3))
                .replace(e + "T" + e, delimiters.substring(4, 5))
                .replace(e + "E" + e, e);
    }

    static Stream<Arguments> answersInTheSendersLanguage() {
        String[][] charsets = {
            {"UNICODE UTF-8", "UTF-8"},
            {"8859/1", "ISO-8859-1"},
            {"8859/6", "ISO-8859-6"},
            {"8859/15", "ISO-8859-15"},
            {"windows-1256", "windows-1256"},
            {"GB 18030-2000", "GB18030"}
        };
        String[] delimiters = {"|^~\\&", "|~^\\&", "$%*!@"};
        String[] versions = {"2.1", "2.2", "2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.8.2"};
        return Arrays.stream(versions)
                .flatMap(version -> Arrays.stream(delimiters).flatMap(delimiter -> Arrays.stream(charsets)
                        .map(charset -> Arguments.of(version, delimiter, charset[0], charset[1]))));
    }

    @Test
    void givesTheControlIdBackByteForByte() {
        byte[] wrong =
                "MSH|^~\\&|A|B|C|D|1||ADT^A01|\u0080\u00ff\u00c3|P|2.5||||||UNICODE UTF-8\r".getBytes(ISO_8859_1);
        CharsetPolicy.Reading reading = new CharsetPolicy(null, null).read(wrong);
        byte[] ack = writer.application(reading.msh(), reading.decision().charset(), Verdict.ACCEPTED, NOW);
        assertThat(new String(ack, ISO_8859_1)).endsWith("\rMSA|AA|\u0080\u00ff\u00c3\r");
    }

    @Test
    void answersNobodyInParticularWithoutAHeader() {
        String ack = new String(writer.application(null, ISO_8859_1, MISSING, NOW), ISO_8859_1);
        assertThat(ack)
                .startsWith("MSH|^~\\&|||||20260102030405+0100||ACK|")
                .contains("|P|2.5.1\rMSA|AE|\rERR||MSH^1^9|101^");
    }

    @Test
    void leavesMsh15And16OfACommitAcknowledgementEmptyAndForbidsAnswersToAnApplicationOne() {
        Msh msh = Msh.read("MSH|^~\\&|A|B|C|D|1||ADT^A01|7|P|2.5|||AL|AL\r".getBytes(ISO_8859_1), ISO_8859_1);
        assertThat(new String(writer.commit(msh, ISO_8859_1, Verdict.tryAgainLater("later"), NOW), ISO_8859_1))
                .contains("|P|2.5\rMSA|CE|7\rERR||");
        assertThat(new String(writer.commit(msh, ISO_8859_1, Verdict.ACCEPTED, NOW), ISO_8859_1))
                .endsWith("|P|2.5\rMSA|CA|7\r");
        assertThat(new String(writer.application(msh, ISO_8859_1, Verdict.ACCEPTED, NOW), ISO_8859_1))
                .contains("|P|2.5|||NE|NE||\rMSA|AA|7\r");
    }

    @Test
    void givesEveryAnswerAnIdOfItsOwn() {
        Msh msh = Msh.read("MSH|^~\\&|A|B|C|D|1||ADT^A01|7|P|2.5\r".getBytes(ISO_8859_1), ISO_8859_1);
        List<String> ids = Stream.generate(() -> writer.application(msh, ISO_8859_1, Verdict.ACCEPTED, NOW))
                .limit(1000)
                .map(Acknowledgement::controlIdOf)
                .toList();
        assertThat(ids).doesNotHaveDuplicates().allSatisfy(id -> assertThat(id).hasSizeBetween(1, 20));
    }
}
