package org.qantara.connectors.mllp.hl7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qantara.connectors.mllp.hl7.CharsetDecision.Source;

class CharsetPolicyTest {
    private static final CharsetPolicy NO_OPTIONS = new CharsetPolicy(null, null);
    private static final String ARABIC = "بن عبد الله^محمد";

    private static byte[] message(String msh18, String name, Charset charset) {
        return ("MSH|^~\\&|HIS|CHU|Q|D|1||ADT^A01|ID|P|2.5||||||" + msh18 + "\rPID|1||42||" + name + "\r")
                .getBytes(charset);
    }

    private static CharsetDecision decide(CharsetPolicy policy, byte[] message) {
        return policy.read(message).decision();
    }

    /** HL7 table 0211 as of version 2.9, and the spellings that were met. A text that the set can hold comes back as it was. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void readsEveryCodeOfTable0211(String code, String javaName, String text) {
        Charset charset = Charset.forName(javaName);
        byte[] message = message(code, text, charset);
        CharsetPolicy.Reading reading = NO_OPTIONS.read(message);
        assertThat(reading.decision()).isEqualTo(new CharsetDecision(charset, Source.DECLARED, null));
        assertThat(new String(message, reading.decision().charset())).contains("|" + text + "\r");
        assertThat(reading.msh().messageControlId()).isEqualTo("ID");
    }

    static Stream<Arguments> readsEveryCodeOfTable0211() {
        return Stream.of(
                Arguments.of("ASCII", "US-ASCII", "BENALI"),
                Arguments.of("8859/1", "ISO-8859-1", "Bénali"),
                Arguments.of("8859/2", "ISO-8859-2", "Łukasz"),
                Arguments.of("8859/3", "ISO-8859-3", "Ħal"),
                Arguments.of("8859/4", "ISO-8859-4", "Ķā"),
                Arguments.of("8859/5", "ISO-8859-5", "Иван"),
                Arguments.of("8859/6", "ISO-8859-6", ARABIC),
                Arguments.of("8859/7", "ISO-8859-7", "Γιώργος"),
                Arguments.of("8859/8", "ISO-8859-8", "שלום"),
                Arguments.of("8859/9", "ISO-8859-9", "Işık"),
                Arguments.of("8859/13", "ISO-8859-13", "Žemaitė"),
                Arguments.of("8859/15", "ISO-8859-15", "Œuvre €"),
                Arguments.of("ISO IR6", "US-ASCII", "BENALI"),
                Arguments.of("ISO IR14", "JIS_X0201", "ﾔﾏﾀﾞ"),
                Arguments.of("ISO IR87", "ISO-2022-JP", "山田^太郎"),
                Arguments.of("ISO IR159", "ISO-2022-JP-2", "山田^太郎"),
                Arguments.of("JAS2020", "ISO-2022-JP", "山田^太郎"),
                Arguments.of("JIS X 0202", "ISO-2022-JP", "山田^太郎"),
                Arguments.of("GB 18030-2000", "GB18030", "张三 " + ARABIC),
                Arguments.of("KS X 1001", "EUC-KR", "김희중"),
                Arguments.of("CNS 11643-1992", "x-EUC-TW", "王小明"),
                Arguments.of("BIG-5", "Big5", "王小明"),
                Arguments.of("UNICODE", "UTF-8", ARABIC),
                Arguments.of("UNICODE UTF-8", "UTF-8", ARABIC + " ⵎⵓⵃⴰⵎⵎⴷ"),
                Arguments.of("unicode utf-8", "UTF-8", ARABIC),
                Arguments.of("UTF-8", "UTF-8", ARABIC),
                Arguments.of("ISO-8859-6", "ISO-8859-6", ARABIC),
                Arguments.of("ISO 8859/6", "ISO-8859-6", ARABIC),
                Arguments.of("windows-1256", "windows-1256", ARABIC),
                Arguments.of("CP1256", "windows-1256", ARABIC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNICODE UTF-16", "UNICODE UTF-32", "UTF-16LE", "8859/1~UNICODE UTF-16"})
    void refusesWhatCannotTravel(String code) {
        assertThat(decide(NO_OPTIONS, message(code, "x", UTF_8)).refusal())
                .contains("UTF-", "cannot travel in MLLP", "send UNICODE UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTF-16",
                "UTF-16LE",
                "UTF-16BE",
                "UTF-32LE",
                "UTF-32BE",
                "X-UTF-32BE-BOM",
                "X-UTF-32LE-BOM",
                "x-UTF-16LE-BOM"
            })
    void seesWideBytesWhateverTheyDeclare(String javaName) {
        byte[] message = message("8859/1", "x", Charset.forName(javaName));
        assertThat(decide(NO_OPTIONS, message).refusal()).contains("cannot travel in MLLP");
        assertThat(NO_OPTIONS.read(message).msh()).isNull();
    }

    @Test
    void believesTheEndpointMoreThanALiar() {
        CharsetPolicy policy = new CharsetPolicy(null, Charset.forName("windows-1256"));
        byte[] message = message("8859/6", "گچپ " + ARABIC, Charset.forName("windows-1256"));
        CharsetDecision decision = decide(policy, message);
        assertThat(decision.source()).isEqualTo(Source.ASSUMED);
        assertThat(new String(message, decision.charset())).contains("گچپ " + ARABIC);
    }

    @Test
    void usesTheDefaultOnlyWhenNothingIsDeclared() {
        CharsetPolicy policy = new CharsetPolicy(Charset.forName("ISO-8859-6"), null);
        assertThat(decide(policy, message("", ARABIC, Charset.forName("ISO-8859-6"))))
                .isEqualTo(new CharsetDecision(Charset.forName("ISO-8859-6"), Source.FACILITY, null));
        assertThat(decide(policy, message("UNICODE UTF-8", ARABIC, UTF_8)).source())
                .isEqualTo(Source.DECLARED);
    }

    @Test
    void looksAtTheBytesWhenNobodySaysAnything() {
        assertThat(decide(NO_OPTIONS, message("", ARABIC, UTF_8)))
                .isEqualTo(new CharsetDecision(UTF_8, Source.ASSUMED, null));
        assertThat(decide(NO_OPTIONS, message("", "Hélène", ISO_8859_1))
                        .charset()
                        .name())
                .isEqualTo("windows-1252");
    }

    @Test
    void looksAtAllBytesOfALongMessage() {
        String filler = ARABIC.repeat(5000);
        byte[] utf8 = message("", filler, UTF_8);
        assertThat(decide(NO_OPTIONS, utf8).charset()).isEqualTo(UTF_8);
        utf8[utf8.length - 3] = (byte) 0xFF;
        assertThat(decide(NO_OPTIONS, utf8).charset().name()).isEqualTo("windows-1252");
        byte[] cut = java.util.Arrays.copyOf(message("", ARABIC, UTF_8), message("", ARABIC, UTF_8).length - 2);
        assertThat(decide(NO_OPTIONS, cut).charset().name())
                .as("a letter that is cut in two")
                .isEqualTo("windows-1252");
    }

    @Test
    void readsAsciiWithOtherBytesAsSayingNothing() {
        CharsetPolicy policy = new CharsetPolicy(Charset.forName("windows-1256"), null);
        CharsetDecision decision = decide(policy, message("ASCII", ARABIC, Charset.forName("windows-1256")));
        assertThat(decision).isEqualTo(new CharsetDecision(Charset.forName("windows-1256"), Source.FACILITY, null));
    }

    @Test
    void believesAByteOrderMark() {
        byte[] message = ("\ufeff" + new String(message("8859/1", ARABIC, UTF_8), UTF_8)).getBytes(UTF_8);
        CharsetPolicy.Reading reading = NO_OPTIONS.read(message);
        assertThat(reading.decision()).isEqualTo(new CharsetDecision(UTF_8, Source.BOM, null));
        assertThat(reading.msh().messageControlId()).isEqualTo("ID");
    }

    @Test
    void saysWhenNobodyKnowsTheCode() {
        assertThat(decide(NO_OPTIONS, message("KLINGON", "x", UTF_8)).source()).isEqualTo(Source.UNKNOWN);
        assertThat(decide(NO_OPTIONS, message("8859/12", "x", UTF_8)).source()).isEqualTo(Source.UNKNOWN);
        assertThat(decide(NO_OPTIONS, message("../../etc", "x", UTF_8)).source())
                .isEqualTo(Source.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "8859/1~ISO IR87, ISO-2022-JP",
        "~ISO IR87, ISO-2022-JP",
        "ASCII~ISO IR87~ISO IR159, ISO-2022-JP-2",
        "ISO IR159~ISO IR87, ISO-2022-JP-2",
        "8859/6~UNICODE UTF-8, ISO-8859-6"
    })
    void readsRepetitions(String msh18, String javaName) {
        assertThat(decide(NO_OPTIONS, message(msh18, "x", ISO_8859_1)).charset().name())
                .isEqualTo(javaName);
    }

    @Test
    void findsDelimitersInCharactersWhereBytesMislead() {
        Charset big5 = Charset.forName("Big5");
        // the second byte of 育 in Big5 is 0x7C, the field separator
        assertThat("育".getBytes(big5)[1]).isEqualTo((byte) '|');
        byte[] message = ("MSH|^~\\&|育|CHU|Q|D|1||ADT^A01|ID|P|2.5||||||\rPID|1\r").getBytes(big5);
        Msh msh = new CharsetPolicy(big5, null).read(message).msh();
        assertThat(msh.field(3)).isEqualTo("育");
        assertThat(msh.messageControlId()).isEqualTo("ID");
    }
}
