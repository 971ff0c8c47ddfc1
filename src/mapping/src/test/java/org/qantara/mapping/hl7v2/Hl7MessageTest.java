package org.qantara.mapping.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qantara.mapping.source.SourceDocument;

class Hl7MessageTest {
    private static final String ADT = String.join(
            "\r",
            "MSH|^~\\&|HIS^1.2.3^ISO|CHU|DPP|MA|20260102030405||ADT^A01^ADT_A01|77|P|2.5.1||||||UNICODE UTF-8",
            "PID|1||55^^^OTHER~77^^^CHU-RABAT&1.2.3&ISO^MR||Doe\\T\\Co^Jane||\"\"|F",
            "PV1|1|I|||^^^&&||||||||||||||V9^^^CHU-RABAT");

    private static Hl7Message read(String text) throws Hl7Unreadable {
        return Hl7Message.read(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "MSH-1,|",
        "MSH-2,^~\\&",
        "MSH-3,HIS^1.2.3^ISO",
        "MSH-3.2,1.2.3",
        "MSH-9.2,A01",
        "MSH-10,77",
        "MSH-18,UNICODE UTF-8",
        "PID-3,55^^^OTHER",
        "PID-3[2].1,77",
        "PID-3[2].4.2,1.2.3",
        "PID-3[2].4,CHU-RABAT&1.2.3&ISO",
        "PID-5.1,Doe&Co",
        "PID-8.1,F",
        "PID-8.1.1,F"
    })
    void readsByPath(String path, String expected) throws Hl7Unreadable {
        assertThat(read(ADT).text(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PID-7", "PID-9", "PID-99", "PID-3[3]", "PID-3.9", "PID-8.1.2", "PV1-5", "ZZZ-1", "PID-0"})
    void whatIsAbsentEmptyOrNullHasNoText(String path) throws Hl7Unreadable {
        Hl7Message message = read(ADT);
        assertThat(message.valued(path)).isFalse();
        if (!path.equals("PV1-5")) {
            assertThat(message.text(path)).isNull();
        }
    }

    @Test
    void nullIsNotAbsent() throws Hl7Unreadable {
        Hl7Message message = read(ADT);
        assertThat(message.isNull(message.node(Hl7Path.of("PID-7")))).isTrue();
        assertThat(message.isNull(message.node(Hl7Path.of("PID-9")))).isFalse();
        assertThat(message.isNull(SourceDocument.NONE)).isFalse();
    }

    @Test
    void findsTheIdentifierOfAnAuthorityByNamespaceOrUniversalId() throws Hl7Unreadable {
        Hl7Message message = read(ADT);
        assertThat(message.identifier("PID-3", "CHU-RABAT")).isEqualTo("77");
        assertThat(message.identifier("PID-3", "1.2.3")).isEqualTo("77");
        assertThat(message.identifier("PID-3", "OTHER")).isEqualTo("55");
        assertThat(message.identifier("PV1-19", "CHU-RABAT")).isEqualTo("V9");
        assertThat(message.identifier("PID-3", "NOBODY")).isNull();
    }

    @Test
    void aDoubledBackslashInMsh2IsTheEscapeCharacter() throws Hl7Unreadable {
        Hl7Message message = read("MSH|^~\\\\&|A\rPID|1||7^^^B&C");
        assertThat(message.text("PID-3.4.2")).isEqualTo("C");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n"})
    void takesEveryLineEnd(String lineEnd) throws Hl7Unreadable {
        Hl7Message message = read(ADT.replace("\r", lineEnd) + lineEnd);
        assertThat(message.records()).isEqualTo(3);
        assertThat(message.text("PID-8")).isEqualTo("F");
        assertThat(message.text("PV1-19.4")).isEqualTo("CHU-RABAT");
    }

    @Test
    void aLineFeedInsideAFieldDoesNotCutIt() throws Hl7Unreadable {
        Hl7Message message = read("MSH|^~\\&|A\rOBX|1|TX|c||first\nsecond line|x\rOBX|2|TX|c||third");
        assertThat(message.records()).isEqualTo(3);
        assertThat(message.text("OBX-5")).isEqualTo("first\nsecond line");
        assertThat(message.text("OBX-6")).isEqualTo("x");
    }

    @Test
    void aLineThatIsNoSegmentIsKeptWithoutName() throws Hl7Unreadable {
        Hl7Message message = read("MSH|^~\\&|A\rthis is no segment\rPID|1");
        assertThat(message.name(1)).isEmpty();
        assertThat(message.name(2)).isEqualTo("PID");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f,a|b^c&d~e\\f",
                "\\X41\\\\X42\\,AB",
                "\\H\\bold\\N\\,bold",
                "50\\ percent,50\\ percent",
                "\\Q\\,\\Q\\",
                "C:\\temp\\S\\x,C:\\temp^x",
                "\\X4\\,\\X4\\"
            })
    void decodesEscapes(String written, String expected) throws Hl7Unreadable {
        assertThat(read("MSH|^~\\&|A\rOBX|1|TX|c||" + written).text("OBX-5")).isEqualTo(expected);
    }

    @Test
    void decodesLineBreaks() throws Hl7Unreadable {
        assertThat(read("MSH|^~\\&|A\rOBX|1|FT|c||a\\.br\\b\\.sp2\\c\\.in4\\d").text("OBX-5"))
                .isEqualTo("a\nb\n\ncd");
    }

    @Test
    void takesOtherDelimiters() throws Hl7Unreadable {
        Hl7Message message = read("MSH#*@!%#HIS*1.2#X\rPID#1##7***A%B%C@8");
        assertThat(message.text("MSH-3.2")).isEqualTo("1.2");
        assertThat(message.text("PID-3.4.2")).isEqualTo("B");
        assertThat(message.text("PID-3[2]")).isEqualTo("8");
    }

    @ParameterizedTest
    @CsvSource({
        "PID|1,NO-MSH",
        "'',NO-MSH",
        "MSH,BAD-DELIMITERS",
        "MSH|,BAD-DELIMITERS",
        "MSH|^^~\\&|A,BAD-DELIMITERS",
        "MSHA^~\\&,BAD-DELIMITERS",
        "MSH|^~\\&#%|A,BAD-DELIMITERS"
    })
    void refusesWhatIsNoMessage(String text, String code) {
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(Hl7Unreadable.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }

    @Test
    void keepsItsLimits() {
        Hl7Limits limits = new Hl7Limits(100, 2, 5);
        assertThatThrownBy(() -> Hl7Message.read(new byte[101], StandardCharsets.UTF_8, limits))
                .hasMessageContaining("100 bytes");
        assertThatThrownBy(() -> Hl7Message.read(
                        "MSH|^~\\&\rA01\rA02".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8, limits))
                .hasMessageContaining("2 segments");
        assertThatThrownBy(() -> Hl7Message.read(
                        "MSH|^~\\&|||||".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8, limits))
                .hasMessageContaining("5 fields");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-6", "windows-1256", "UTF-16LE", "GB18030", "UTF-16"})
    void decodesArabicInEveryCharset(String charset) throws Hl7Unreadable {
        Charset used = Charset.forName(charset);
        Hl7Message message = Hl7Message.read("MSH|^~\\&|A\rPID|1||7||فاطمة^الزهراء".getBytes(used), used);
        assertThat(message.text("PID-5.1")).isEqualTo("فاطمة");
        assertThat(message.text("PID-5.2")).isEqualTo("الزهراء");
    }

    @Test
    void shiftJisSecondBytesAreNoDelimiters() throws Hl7Unreadable {
        Charset sjis = Charset.forName("Shift_JIS");
        Hl7Message message = Hl7Message.read("MSH|^~\\&|A\rPID|1||7||ソ表^十".getBytes(sjis), sjis);
        assertThat(message.text("PID-5.1")).isEqualTo("ソ表");
        assertThat(message.text("PID-5.2")).isEqualTo("十");
    }

    @Test
    void aByteOrderMarkIsSkipped() throws Hl7Unreadable {
        assertThat(read("\uFEFFMSH|^~\\&|A||||||||X").text("MSH-11")).isEqualTo("X");
    }
}
