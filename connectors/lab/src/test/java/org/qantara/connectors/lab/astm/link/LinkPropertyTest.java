package org.qantara.connectors.lab.astm.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What must hold for every message and every stream of bytes. */
class LinkPropertyTest {
    @Provide
    Arbitrary<String> messages() {
        Arbitrary<String> record = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u00a0', '\u00ff')
                .ofMaxLength(700)
                .map(text -> "R|" + text + "[CR]");
        return record.list()
                .ofMaxSize(12)
                .map(records -> "H|\\^&[CR]"
                        + String.join("", records).replace("[", "(").replace("(CR]", "[CR]") + "L|1|N[CR]");
    }

    @Provide
    Arbitrary<String> profiles() {
        return Arbitraries.of("generic", "cobas", "sysmex", "genexpert", "maglumi", "dxh", "mindray", "centaur");
    }

    /** What one link sends, another receives: through every profile, byte by byte, acknowledged frame by frame. */
    @Property(tries = 200)
    void whatIsSentIsReceived(@ForAll("messages") String message, @ForAll("profiles") String profile) {
        LinkRig sender = LinkRig.of(profile);
        LinkRig receiver = LinkRig.of(profile);
        sender.send(message);
        for (int turn = 0; turn < 200 && sender.sent.isEmpty(); turn++) {
            receiver.receive(sender.takeWire());
            sender.receive(receiver.takeWire());
        }
        receiver.receive(sender.takeWire());
        assertThat(sender.sent).containsExactly("ok");
        assertThat(receiver.messages).containsExactly(message);
        assertThat(receiver.faults).isEmpty();
        assertThat(receiver.link.state()).isEqualTo(LinkState.NEUTRAL);
        assertThat(receiver.link.heldBytes()).isZero();
    }

    /** No bytes whatever make the link throw, hold more than its limits, or acknowledge what it did not hand over. */
    @Property(tries = 500)
    void anyBytesAreSurvived(@ForAll("noise") List<String> pieces) {
        LinkRig rig = new LinkRig(Profiles.load("generic"), 4_000, false);
        for (String piece : pieces) {
            rig.receive(piece);
            assertThat(rig.link.heldBytes()).isLessThanOrEqualTo(4_000 + 64_000);
        }
        rig.link.lost();
        assertThat(rig.link.state()).isEqualTo(LinkState.NEUTRAL);
        assertThat(rig.messages.stream().filter(m -> !m.startsWith("H"))).isEmpty();
    }

    /** The check of the fuzz target, with profiles, timers and verdicts drawn by the bytes. */
    @Property(tries = 500)
    void theFuzzTargetHolds(@ForAll("noise") List<String> pieces, @ForAll byte choice) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(choice);
        for (String piece : pieces) bytes.writeBytes(Bytes.of(piece));
        LinkFuzzTest.check(bytes.toByteArray());
    }

    @Provide
    Arbitrary<List<String>> noise() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of("[ENQ]", "[EOT]", "[ACK]", "[NAK]", "[STX]", "[ETX]", "[ETB]", "[CR]", "[LF]"),
                Arbitraries.of(
                        "[STX]1H|\\^&[CR][ETX]{cs}[CR][LF]",
                        "[STX]2L|1|N[CR][ETX]{cs}[CR][LF]",
                        "[STX]1H|\\^&[CR]L|1[CR][ETX]{cs}[CR][LF]",
                        "[STX]2R|1[ETB]{cs}[CR][LF]"),
                Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(40));
        return piece.list().ofMaxSize(60);
    }

    /** A session with any damage to single frames ends with the message handed over once, in the end. */
    @Property(tries = 200)
    void damagedFramesAreRepeatedAndTakenOnce(@ForAll("messages") String message, @ForAll List<Boolean> damage) {
        LinkRig rig = new LinkRig(Profiles.load("generic"), 1_000_000, false);
        List<byte[]> frames = FrameWriter.frames(Profiles.load("generic"), Bytes.of(message));
        rig.receive("[ENQ]");
        int step = 0;
        for (byte[] frame : frames) {
            rig.takeWire();
            if (step < damage.size() && damage.get(step++)) {
                byte[] damaged = frame.clone();
                damaged[frame.length - 4] = (byte) (damaged[frame.length - 4] == '0' ? '1' : '0');
                rig.receive(damaged);
                assertThat(rig.takeWire()).isEqualTo("[NAK]");
            }
            rig.receive(frame);
            assertThat(rig.takeWire()).isEqualTo("[ACK]");
            if (step < damage.size() && damage.get(step++)) {
                rig.receive(frame);
                assertThat(rig.takeWire()).as("its ACK was lost").isEqualTo("[ACK]");
            }
        }
        rig.receive("[EOT]");
        assertThat(rig.messages).containsExactly(message);
        assertThat(rig.faults).isEmpty();
        assertThat(frames.stream().map(f -> f.length).collect(Collectors.toList()))
                .allMatch(length -> length <= 247);
    }
}
