package org.qantara.connectors.mllp.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.qantara.connectors.mllp.frame.FrameEvent.Complete;
import org.qantara.connectors.mllp.frame.FrameEvent.Interrupted;
import org.qantara.connectors.mllp.frame.FrameEvent.Oversized;
import org.qantara.connectors.mllp.frame.FrameEvent.Starved;
import org.qantara.connectors.mllp.frame.FrameEvent.Stray;

class FramerTest {
    private final CountingMemory memory = new CountingMemory(Integer.MAX_VALUE);
    private final Framer framer = new Framer(1000, memory);

    @Test
    void cutsTwoFramesOfOneRead() {
        assertThat(read("\u000bMSH|a\r\u001c\r\u000bMSH|b\r\u001c\r")).containsExactly("MSH|a\r", "MSH|b\r");
        assertThat(framer.inFrame()).isFalse();
    }

    @Test
    void joinsAFrameThatIsSplitAtEveryByte() {
        List<String> out = new ArrayList<>();
        for (char c : "\u000bMSH|a\u000b\u001cb\r\u001c\r".toCharArray()) {
            out.addAll(read(String.valueOf(c)));
        }
        assertThat(out).containsExactly("MSH|a\u000b\u001cb\r");
    }

    @Test
    void keepsBlockCharactersInsideTheContent() {
        assertThat(read("\u000bMSH|\u001c\u001c\u000b\u000bMS\u001cH|\u001c\u001c\r"))
                .containsExactly("MSH|\u001c\u001c\u000b\u000bMS\u001cH|\u001c");
    }

    @Test
    void keepsAnEmptyFrame() {
        assertThat(read("\u000b\u001c\r")).containsExactly("");
    }

    @Test
    void seesThatTheSenderBeganAnotherMessage() {
        assertThat(read("\u000bMSH|half\rPID|\u000bMSH|whole\r\u001c\r"))
                .containsExactly("interrupted:MSH|half\rPID|", "MSH|whole\r");
    }

    @Test
    void seesThatTheSenderBeganABatch() {
        assertThat(read("\u000bMSH|half\u000bBHS|x\r\u001c\r\u000bMSH|half\u000bFHS|x\r\u001c\r"))
                .containsExactly("interrupted:MSH|half", "BHS|x\r", "interrupted:MSH|half", "FHS|x\r");
    }

    @Test
    void acceptsAnEndBlockWithoutCarriageReturnWhenTheNextMessageFollows() {
        assertThat(read("\u000bMSH|a\r\u001c\u000bMSH|b\r\u001c\r")).containsExactly("MSH|a\r", "MSH|b\r");
    }

    @Test
    void tellsBytesOutsideFrames() {
        assertThat(read("GET / HTTP/1.1\u000bMSH|a\u001c\r\n"))
                .containsExactly("stray14:GET / HTTP/1.1", "MSH|a", "stray1:\n");
    }

    @Test
    void skipsAFrameOverTheLimitAndReadsTheNext() {
        String big = "MSH|big" + "x".repeat(1500);
        assertThat(read("\u000b" + big + "\u001c\r\u000bMSH|b\u001c\r"))
                .containsExactly("oversized true:" + big.substring(0, 1000), "MSH|b");
    }

    @Test
    void givesUpOnAFrameOverTwiceTheLimit() {
        assertThat(read("\u000bMSH|" + "x".repeat(5000))).startsWith("oversized false:MSH|" + "x".repeat(996));
    }

    @Test
    void countsAFrameOfExactlyTheLimitAsWhole() {
        String exact = "MSH|" + "x".repeat(996);
        assertThat(read("\u000b" + exact + "\u001c\r")).containsExactly(exact);
    }

    @Test
    void consumesNothingWhileMemoryIsRefused() {
        CountingMemory scarce = new CountingMemory(4);
        Framer starving = new Framer(1000, scarce);
        ByteBuf in = Unpooled.copiedBuffer("\u000bMSH|a\u001c\r", ISO_8859_1);
        assertThat(starving.next(in)).isInstanceOf(Starved.class);
        assertThat(starving.next(in)).isInstanceOf(Starved.class);
        scarce.limit = 1000;
        assertThat(starving.next(in)).isInstanceOfSatisfying(Complete.class, frame -> assertThat(frame.body())
                .isEqualTo("MSH|a".getBytes(ISO_8859_1)));
    }

    @Test
    void ownsOnlyWhatIsUnfinished() {
        read("\u000bMSH|a\u001c\r\u000bMSH|half");
        assertThat(memory.used)
                .as("5 of the frame that was handed over, and at least 8 of the half one")
                .isBetween(13, 13 + 64);
        byte[] half = framer.takePartial();
        assertThat(new String(half, ISO_8859_1)).isEqualTo("MSH|half");
        assertThat(memory.used).isEqualTo(13);
    }

    private List<String> read(String bytes) {
        ByteBuf in = Unpooled.copiedBuffer(bytes, ISO_8859_1);
        List<String> out = new ArrayList<>();
        for (FrameEvent event = framer.next(in); event != null; event = framer.next(in)) {
            out.add(describe(event));
        }
        assertThat(in.isReadable()).isFalse();
        return out;
    }

    static String describe(FrameEvent event) {
        if (event instanceof Complete frame) {
            return new String(frame.body(), ISO_8859_1);
        } else if (event instanceof Interrupted frame) {
            return "interrupted:" + new String(frame.partial(), ISO_8859_1);
        } else if (event instanceof Oversized frame) {
            return "oversized " + frame.ended() + ":" + new String(frame.head(), ISO_8859_1);
        } else if (event instanceof Stray stray) {
            return "stray" + stray.count() + ":" + new String(stray.sample(), ISO_8859_1);
        }
        return event.toString();
    }
}
