package org.qantara.connectors.lab.astm.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static List<String> tokens(Profile profile, byte[] bytes) {
        List<String> out = new ArrayList<>();
        FrameReader reader = new FrameReader(profile, token -> out.add(text(token)));
        for (byte b : bytes) reader.read(b);
        return out;
    }

    private static String text(Token token) {
        if (token instanceof Token.Frame f) return f.number() + ":" + Bytes.text(f.text()) + (f.end() ? "" : "+");
        if (token instanceof Token.Broken b) return "broken: " + b.reason();
        if (token instanceof Token.Cut c) return "cut: " + Bytes.text(c.bytes());
        return Bytes.text(new byte[] {((Token.Control) token).code()});
    }

    @Test
    void swallowsLineEndsBetweenFramesButNotOtherBytes() {
        assertThat(tokens(Profiles.load("generic"), Bytes.of("[CR][LF][ENQ][LF]x[STX]1a[ETX]{cs}[CR][LF][EOT][CR]")))
                .containsExactly("[ENQ]", "x", "1:a", "[EOT]");
    }

    @Test
    void readsAFrameLongerThanAllowedToItsEndWithoutKeepingIt() {
        Profile generic = Profiles.load("generic");
        byte[] big = Bytes.of("[STX]1" + "a".repeat(200_000) + "[ETX]{cs}[CR][LF][STX]2b[ETX]{cs}[CR][LF]");
        List<Token> out = new ArrayList<>();
        FrameReader reader = new FrameReader(generic, out::add);
        int most = 0;
        for (byte b : big) {
            reader.read(b);
            most = Math.max(most, reader.heldBytes());
        }
        assertThat(most).isEqualTo(generic.frameBytesMax());
        assertThat(out).hasSize(2);
        assertThat(text(out.get(0))).isEqualTo("broken: the frame is longer than 64000 bytes");
        assertThat(text(out.get(1))).isEqualTo("2:b");
    }

    @Test
    void saysWhatIsWrongWithAFrame() {
        Profile generic = Profiles.load("generic");
        assertThat(tokens(generic, Bytes.of("[STX]1a[ETX]00[CR][LF]")))
                .containsExactly("broken: the checksum does not match");
        assertThat(tokens(generic, Bytes.of("[STX]1a[ETX]zz[CR][LF]")))
                .containsExactly("broken: the checksum does not match");
        assertThat(tokens(generic, Bytes.of("[STX]9a[ETX]{cs}[CR][LF]")))
                .containsExactly("broken: the frame has no frame number");
        assertThat(tokens(generic, Bytes.of("[STX]Ha[ETX]{cs}[CR][LF]")))
                .containsExactly("broken: the frame has no frame number");
        assertThat(tokens(generic, Bytes.of("[STX]1a[ETX]{cs}x")))
                .containsExactly("broken: the frame does not end in CR");
        assertThat(tokens(generic, Bytes.of("[STX]1a[ETX]{cs}[CR]x")))
                .containsExactly("broken: the frame does not end in CR LF");
        assertThat(tokens(generic, Bytes.of("[STX][ETX]{cs}[CR][LF][EOT]")))
                .as("ETX in the place of the number")
                .containsExactly("cut: [ETX]03[CR][LF]", "[EOT]");
    }

    @Test
    void profilesSayWhatIsLeftOut() {
        assertThat(tokens(Profiles.load("maglumi"), Bytes.of("[STX]H|a[ETX][CR][LF][EOT]")))
                .containsExactly("-1:H|a", "[EOT]");
        assertThat(tokens(Profiles.load("mindray"), Bytes.of("[STX]1a[ETB]{cs}[CR][LF]")))
                .containsExactly("1:a+");
    }

    @Test
    void profileMistakesAreNamed() {
        assertThatThrownBy(() -> Profiles.load("nosuch"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nosuch")
                .hasMessageContaining("no such profile");
        assertThatThrownBy(() -> Profiles.load("../generic")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Profiles.load("missing.properties")).hasMessageContaining("cannot be read");
    }

    @Test
    void everyBundledProfileLoads() {
        for (String name : List.of("generic", "cobas", "sysmex", "genexpert", "maglumi", "dxh", "mindray", "centaur"))
            assertThat(Profiles.load(name).name()).isEqualTo(name);
        assertThat(Profiles.load("cobas").frameBytesMax()).as("from its base").isEqualTo(64_000);
    }
}
