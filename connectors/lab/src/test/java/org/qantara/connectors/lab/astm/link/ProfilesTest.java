package org.qantara.connectors.lab.astm.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilesTest {
    @TempDir
    Path folder;

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("site.properties"), content).toString();
    }

    @Test
    void aSiteWritesItsOwnProfileOnTopOfABundledOne() throws IOException {
        Profile own = Profiles.load(file("base=maglumi\nverified=here\nframe.end=cr\ntimer.receive-ms=60000\n"));
        assertThat(own.frameNumber()).isEqualTo(Profile.FrameNumber.NONE);
        assertThat(own.frameEnd()).isEqualTo(Profile.FrameEnd.CR);
        assertThat(own.timerMs(LinkState.RECEIVING)).isEqualTo(60_000);
        assertThat(own.timerMs(LinkState.SENDING)).isEqualTo(15_000);
    }

    @Test
    void mistakesNameKeyValueAndWhatWasExpected() throws IOException {
        String unknown = file("base=generic\nframe.chksum=absent\n");
        assertThatThrownBy(() -> Profiles.load(unknown)).hasMessageContaining("unknown keys [frame.chksum]");
        String value = file("base=generic\nframe.checksum=maybe\n");
        assertThatThrownBy(() -> Profiles.load(value))
                .hasMessageContaining("frame.checksum=maybe is not one of [required, ignored, absent]");
        String number = file("base=generic\nretry.attempts-max=0\n");
        assertThatThrownBy(() -> Profiles.load(number))
                .hasMessageContaining("retry.attempts-max=0 is not between 1 and 100");
        String text = file("base=generic\ntimer.bid-ms=soon\n");
        assertThatThrownBy(() -> Profiles.load(text)).hasMessageContaining("timer.bid-ms=soon is not a whole number");
        String missing = file("frame.checksum=absent\n");
        assertThatThrownBy(() -> Profiles.load(missing)).hasMessageContaining("is missing; add it or add base=generic");
    }

    @Test
    void aCircleOfBasesIsFound() throws IOException {
        Path own = folder.resolve("circle.properties");
        Files.writeString(own, "base=" + own + "\n");
        assertThatThrownBy(() -> Profiles.load(own.toString())).hasMessageContaining("check for a circle");
    }
}
