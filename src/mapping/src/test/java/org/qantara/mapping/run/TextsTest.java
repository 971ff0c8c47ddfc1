package org.qantara.mapping.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {
    @ParameterizedTest(name = "{0} gives {1}")
    @CsvSource({
        "2.16.840.1.113883.6.1, urn:oid:2.16.840.1.113883.6.1",
        "1.3.88, urn:oid:1.3.88",
        "1.2.3, ",
        "1.2.03.44444, ",
        "3.2.33333.4, ",
        "1..22222.3, ",
        "1.22222., ",
        "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11, urn:uuid:a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11, ",
        "https://example.org/x, https://example.org/x",
        "https://example.org/x y, ",
        "urn:ma:cnie, urn:ma:cnie",
        "urn:, ",
        "https://, ",
        "ftp://example.org, ",
        "CHU-RABAT, "
    })
    void addresses(String text, String expected) {
        assertThat(Texts.uri(text)).isEqualTo(expected);
    }

    @Test
    void anOidOfADatasetMayBeShort() {
        assertThat(Texts.isOid("1.2.3")).isTrue();
        assertThat(Texts.isOid("1.2.3x")).isFalse();
        assertThat(Texts.isOid("")).isFalse();
    }

    @Test
    void blanksOfEveryKindGo() {
        assertThat(Texts.withoutBlanks("AB 12\u00a034\t5\n")).isEqualTo("AB12345");
        assertThat(Texts.withoutBlanks("AB")).isEqualTo("AB");
    }

    @Test
    void blanksAtTheEndsOfLinesGoAndThoseWithinStay() {
        assertThat(Texts.withoutTrailingBlanks("a  b \t\n  c\t \n\n")).isEqualTo("a  b\n  c");
        assertThat(Texts.withoutTrailingBlanks("  one line ")).isEqualTo("one line");
        assertThat(Texts.withoutTrailingBlanks(" \n \n")).isEmpty();
    }

    @Test
    void digits() {
        assertThat(Texts.digits("+212 (5) 37-12")).isEqualTo("21253712");
        assertThat(Texts.digits("none")).isEmpty();
    }
}
