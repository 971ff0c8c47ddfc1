package org.qantara.connectors.lab.astm.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.api.Tag;

/**
 * Hostile bytes on an analyser's line. Behind {@code -Plong} it replays the inputs of its resource folder, with JAZZER_FUZZ=1 in the
 * environment it searches for new ones; the usual run gives the same check random bytes ({@link LinkPropertyTest}).
 */
@Tag("long")
class LinkFuzzTest {
    private static final List<Profile> PROFILES = List.of(
            Profiles.load("generic"), Profiles.load("maglumi"), Profiles.load("genexpert"), Profiles.load("mindray"));
    private static final int MESSAGE_BYTES_MAX = 10_000;

    @FuzzTest(maxDuration = "60s")
    void anyBytesAreSurvived(byte[] bytes) {
        check(bytes);
    }

    static void check(byte[] bytes) {
        if (bytes.length == 0) return;
        Profile profile = PROFILES.get((bytes[0] & 0xFF) % PROFILES.size());
        LinkRig rig = new LinkRig(profile, MESSAGE_BYTES_MAX, bytes[0] < 0);
        if (bytes[0] % 3 == 0) rig.verdicts.addAll(List.of("unavailable", "refused", "later"));
        for (int i = 1; i < bytes.length; i++) {
            if (bytes[i] == (byte) 0xFF) rig.link.timer();
            else if (bytes[i] == (byte) 0xFE) rig.send("H|\\^&[CR]L|1|N[CR]");
            else rig.link.read(bytes[i]);
            assertThat(rig.link.heldBytes()).isLessThanOrEqualTo(MESSAGE_BYTES_MAX + profile.frameBytesMax());
        }
        rig.link.lost();
        assertThat(rig.link.state()).isEqualTo(LinkState.NEUTRAL);
        assertThat(rig.messages)
                .allMatch(
                        message -> message.startsWith("H") || message.startsWith("[CR]") || message.startsWith("[LF]"));
    }
}
