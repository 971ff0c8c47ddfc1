package org.qantara.connectors.lab.astm.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays every script in {@code src/test/resources/astm/rules}: one per rule of LIS01-A2 or LIS02-A2, which its first line names.
 *
 * <pre>
 * profile NAME        > bytes from the analyser     &lt; everything we wrote since the last such line ("&lt;" alone: nothing)
 * verdicts a b later  answer VERDICT (to "later")   = the message handed over      fault REASON | BYTES
 * timer MS            the running timer is MS and runs out                          state STATE
 * send BYTES          sent RESULT                   lost                            busy / free
 * </pre>
 */
class RulesTest {
    static Stream<Path> rules() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(RulesTest.class.getResource("/astm/rules"))
                .toURI());
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted().toList();
        }
        assertThat(files).hasSizeGreaterThan(20);
        return files.stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(Path script) throws IOException {
        List<String> lines = Files.readAllLines(script, StandardCharsets.ISO_8859_1);
        assertThat(lines.get(0)).as("first line names the paragraph").matches("# LIS0[12]-A2 [0-9].*");
        LinkRig rig = LinkRig.of("generic");
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) continue;
            if (line.startsWith("profile ")) rig = rig(line.substring(8).trim());
            else step(rig, line, script.getFileName() + ":" + (i + 1) + ": " + line);
        }
        assertThat(rig.messages).as("messages that no line expects").isEmpty();
        assertThat(rig.faults).as("faults that no line expects").isEmpty();
        assertThat(rig.takeWire()).as("bytes that no line expects").isEmpty();
    }

    private static LinkRig rig(String profile) {
        String[] words = profile.split(" ");
        return new LinkRig(Profiles.load(words[0]), 2_000, words.length > 1 && words[1].equals("refused=ack"));
    }

    private static void step(LinkRig rig, String line, String at) {
        int blank = line.indexOf(' ');
        String verb = blank < 0 ? line : line.substring(0, blank);
        String rest = blank < 0 ? "" : line.substring(blank + 1);
        switch (verb) {
            case ">" -> rig.receive(rest);
            case "<" -> assertThat(rig.takeWire()).as(at).isEqualTo(Bytes.text(Bytes.of(rest)));
            case "=" -> assertThat(rig.messages.remove(0)).as(at).isEqualTo(rest);
            case "verdicts" -> rig.verdicts.addAll(List.of(rest.split(" ")));
            case "answer" ->
                Objects.requireNonNull(rig.later, at).accept(Verdict.valueOf(rest.toUpperCase(Locale.ROOT)));
            case "fault" -> fault(rig, rest, at);
            case "timer" -> {
                assertThat(rig.timerMs).as(at).isEqualTo(Integer.parseInt(rest));
                rig.link.timer();
            }
            case "state" -> assertThat(rig.link.state()).as(at).isEqualTo(LinkState.valueOf(rest));
            case "send" -> rig.send(rest);
            case "sent" -> assertThat(rig.sent.remove(0)).as(at).contains(rest);
            case "lost" -> rig.link.lost();
            case "busy" -> rig.mayReceive = false;
            case "free" -> rig.mayReceive = true;
            default -> throw new IllegalArgumentException(at + ": unknown verb");
        }
    }

    private static void fault(LinkRig rig, String rest, String at) {
        String[] parts = rest.split(" \\| ", 2);
        assertThat(rig.faultReasons).as(at).isNotEmpty();
        assertThat(rig.faultReasons.remove(0)).as(at).contains(parts[0]);
        assertThat(rig.faults.remove(0)).as(at).isEqualTo(parts[1]);
    }
}
