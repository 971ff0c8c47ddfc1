package org.qantara.connectors.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecificCharacterSetTest {
    private static String decode(String terms, String hex) {
        return SpecificCharacterSet.of(List.of(terms.split("\\\\", -1)))
                .decode(HexFormat.of().parseHex(hex.replace(" ", "")), true);
    }

    /** Each defined term of PS3.3 section C.12.1.1.2, one telling character each. */
    @ParameterizedTest
    @CsvSource({
        "ISO_IR 100, e9, é",
        "ISO_IR 101, b1, ą",
        "ISO_IR 109, a1, Ħ",
        "ISO_IR 110, e0, ā",
        "ISO_IR 144, d0, а",
        "ISO_IR 127, c7e4e2e6d7d1c9, القنطرة",
        "ISO_IR 126, e1, α",
        "ISO_IR 138, e0, א",
        "ISO_IR 148, fd, ı",
        "ISO_IR 203, a4, €",
        "ISO_IR 13, d4, ﾔ",
        "ISO_IR 166, a1, ก",
        "ISO_IR 192, d8a7, ا",
        "GB18030, 81 30 81 30, \u0080",
        "GBK, b0a1, 啊"
    })
    void everySingleTermIsKnown(String term, String hex, String text) {
        assertThat(decode(term, hex)).isEqualTo(text);
    }

    @Test
    void arabicWithAndWithoutCodeExtensions() {
        // the example of PS3.5 annex H: قباني^لنزار
        assertThat(decode("ISO_IR 127", "e2c8c7e6ea 5e e4e6d2c7d1")).isEqualTo("قباني^لنزار");
        assertThat(decode("ISO 2022 IR 127", "e2c8c7e6ea 5e e4e6d2c7d1")).isEqualTo("قباني^لنزار");
        // designated by escape, once per component, as the set is forgotten at the caret
        assertThat(decode("\\ISO 2022 IR 127", "1b2d47 e2c8c7e6ea 5e 1b2d47 e4e6d2c7d1"))
                .isEqualTo("قباني^لنزار");
    }

    /** The examples of PS3.5 annexes H and I. */
    @Test
    void japaneseKoreanAndChineseExamplesOfTheStandard() {
        assertThat(decode(
                        "\\ISO 2022 IR 87",
                        "59616d6164615e5461726f753d1b24423b3345441b28425e1b2442424 04f3a1b28423d"
                                + "1b2442246424 5e24401b28425e1b2442243f246d24261b2842"))
                .isEqualTo("Yamada^Tarou=山田^太郎=やまだ^たろう");
        assertThat(decode(
                        "ISO 2022 IR 13\\ISO 2022 IR 87",
                        "d4cfc0de5ec0dbb33d1b24423b3345441b284a5e1b244242404f3a1b284a3d"
                                + "1b24422464245e24401b284a5e1b2442243f246d24261b284a"))
                .isEqualTo("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう");
        assertThat(decode(
                        "\\ISO 2022 IR 149",
                        "486f6e675e47696c646f6e673d1b242943fbf35e1b242943d1ced4d73d"
                                + "1b242943c8ab5e1b242943b1e6b5bf"))
                .isEqualTo("Hong^Gildong=洪^吉洞=홍^길동");
        assertThat(decode("\\ISO 2022 IR 58", "5a68616e675e5869616f446f6e673d1b242941d5c55e1b242941d0a1b6ab3d"))
                .isEqualTo("Zhang^XiaoDong=张^小东=");
        assertThat(decode("GB18030", "57616e675e5869616f446f6e673dcdf55ed0a1b6ab3d"))
                .isEqualTo("Wang^XiaoDong=王^小东=");
    }

    @ParameterizedTest
    @CsvSource({
        "ISO IR 192, ISO_IR 192", "iso_ir_192, ISO_IR 192", "UTF-8, ISO_IR 192", "ISO-IR 127, ISO_IR 127",
        "ISO 2022 IR 127, ISO_IR 127", "ISO8859-6, ISO_IR 127", "ISO-8859-1, ISO_IR 100", "Martian, ISO_IR 100"
    })
    void misspeltTermsAreUnderstood(String written, String understood) {
        assertThat(SpecificCharacterSet.of(List.of(written)).term()).isEqualTo(understood);
    }

    @Test
    void anOptionIsStrictAndMayNameAJavaCharset() {
        assertThat(SpecificCharacterSet.named("Martian")).isNull();
        assertThat(SpecificCharacterSet.named("windows-1256").decode(new byte[] {(byte) 0xC7}, false))
                .isEqualTo("ا");
    }

    @Test
    void aCharacterThatTheSetLacksIsRefusedWhenWriting() {
        assertThatThrownBy(() -> SpecificCharacterSet.of(List.of("ISO_IR 127")).encode("é", false))
                .hasMessage("a character U+00E9 is not in ISO_IR 127");
    }

    private static final List<String> SETS = List.of(
            "ISO_IR 127",
            "ISO 2022 IR 127",
            "\\ISO 2022 IR 127",
            "\\ISO 2022 IR 127\\ISO 2022 IR 100",
            "ISO_IR 192",
            "GB18030",
            "ISO_IR 100\\ISO 2022 IR 127");

    @Property(tries = 2000)
    void whatIsEncodedIsDecoded(@ForAll("terms") String terms, @ForAll("names") String name) {
        SpecificCharacterSet set = SpecificCharacterSet.of(List.of(terms.split("\\\\", -1)));
        assertThat(set.decode(set.encode(name, true), true)).isEqualTo(name);
    }

    @Provide
    Arbitrary<String> terms() {
        return Arbitraries.of(SETS);
    }

    /** Names of Arabic and ASCII letters in components, groups and several values. */
    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> part = Arbitraries.strings()
                .withChars("ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى ABCdef'-.")
                .ofMaxLength(12);
        Arbitrary<String> delimiter = Arbitraries.of("^", "=", "\\", " ", "\r\n");
        return Combinators.combine(part, delimiter, part, delimiter, part).as((a, d, b, e, c) -> a + d + b + e + c);
    }

    @Property(tries = 5000)
    void anyBytesAreDecodedWithoutFailing(@ForAll("anyTerms") String terms, @ForAll byte[] bytes) {
        assertThat(SpecificCharacterSet.of(List.of(terms.split("\\\\", -1))).decode(bytes, true))
                .isNotNull();
    }

    @Provide
    Arbitrary<String> anyTerms() {
        return Arbitraries.of(
                "ISO_IR 13",
                "ISO 2022 IR 13\\ISO 2022 IR 87",
                "\\ISO 2022 IR 149",
                "\\ISO 2022 IR 159",
                "ISO_IR 192",
                "?");
    }
}
