package org.qantara.connectors.mllp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The check of the fuzz target over random headers, so that every build exercises it. */
class WirePropertyTest {

    @Property(tries = 1000)
    void anythingIsReadAndAnswered(@ForAll("hostile") byte[] wire) {
        WireFuzzTest.check(wire);
    }

    @Provide
    Arbitrary<byte[]> hostile() {
        Arbitrary<byte[]> pieces = Arbitraries.of(
                        "MSH",
                        "BHS|^~\\&|",
                        "FHS|^~\\&|",
                        "MSH|^~\\&|",
                        "|",
                        "^",
                        "~",
                        "\\",
                        "&",
                        "\r",
                        "\n",
                        "\u000b",
                        "\u001c",
                        "\u001c\r",
                        "2.5",
                        "2.3",
                        "2.99.99",
                        "ADT^A01",
                        "UNICODE UTF-8",
                        "UNICODE UTF-16",
                        "ISO IR87",
                        "GB 18030-2000",
                        "~",
                        "AL",
                        "NE",
                        "BTS|9",
                        "FTS",
                        "\u001b$B",
                        "MSH|^~\\&|A|B|C|D|1||ADT^A01|7|P|2.5|||AL|AL||8859/6\r",
                        "\u00ef\u00bb\u00bf")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(12);
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(4, pieces), net.jqwik.api.Tuple.of(1, bytes))
                .list()
                .ofMaxSize(25)
                .map(parts -> {
                    ByteArrayOutputStream all = new ByteArrayOutputStream();
                    parts.forEach(all::writeBytes);
                    return all.toByteArray();
                });
    }
}
