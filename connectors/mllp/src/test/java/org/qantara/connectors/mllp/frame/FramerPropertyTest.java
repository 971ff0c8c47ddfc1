package org.qantara.connectors.mllp.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.qantara.connectors.mllp.frame.FrameEvent.Complete;
import org.qantara.connectors.mllp.frame.FrameEvent.Interrupted;
import org.qantara.connectors.mllp.frame.FrameEvent.Oversized;

/** Any byte stream, any split. */
class FramerPropertyTest {

    @Property(tries = 700)
    void messagesOutAreMessagesIn(@ForAll("bodies") List<byte[]> bodies, @ForAll long seed) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (byte[] body : bodies) {
            stream.write(Framer.START_BLOCK);
            stream.writeBytes(body);
            stream.write(Framer.END_BLOCK);
            stream.write(Framer.CARRIAGE_RETURN);
        }
        CountingMemory memory = new CountingMemory(Integer.MAX_VALUE);
        List<FrameEvent> events = read(new Framer(10_000, memory), stream.toByteArray(), new Random(seed));
        assertThat(events).hasSameSizeAs(bodies);
        int size = 0;
        for (int i = 0; i < bodies.size(); i++) {
            assertThat(((Complete) events.get(i)).body()).isEqualTo(bodies.get(i));
            size += bodies.get(i).length;
        }
        assertThat(memory.used).as("exactly the bodies that were handed over").isEqualTo(size);
    }

    @Property(tries = 700)
    void anyBytesAreCutTheSameWayHoweverTheyAreSplit(@ForAll("wire") byte[] wire, @ForAll long seed) {
        CountingMemory memory = new CountingMemory(Integer.MAX_VALUE);
        Framer split = new Framer(50, memory);
        Framer whole = new Framer(50, FrameMemory.UNBOUNDED);
        List<FrameEvent> events = read(split, wire, new Random(seed));
        assertThat(framed(events)).isEqualTo(framed(read(whole, wire, null)));
        assertThat(split.inFrame()).isEqualTo(whole.inFrame());
        int handedOver = events.stream().mapToInt(FramerPropertyTest::size).sum();
        int rest = split.takePartial().length;
        assertThat(memory.used).isEqualTo(handedOver + rest);
    }

    @Provide
    Arbitrary<List<byte[]>> bodies() {
        return wire().filter(FramerPropertyTest::isContent).list().ofMaxSize(6);
    }

    /** Bytes in which block characters and message openings are frequent. */
    @Provide
    Arbitrary<byte[]> wire() {
        Arbitrary<byte[]> special = Arbitraries.of(
                        "\u000b", "\u001c", "\r", "\u001c\r", "\u000bMSH|", "\u000bFHS", "MSH", "\u000bM")
                .map(text -> text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        Arbitrary<byte[]> plain = Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
        return Arbitraries.oneOf(special, plain).list().ofMaxSize(12).map(parts -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            parts.forEach(all::writeBytes);
            return all.toByteArray();
        });
    }

    /** What may stand in a frame: no end of frame, no opening of another message. */
    private static boolean isContent(byte[] body) {
        String text = new String(body, java.nio.charset.StandardCharsets.ISO_8859_1);
        return !text.contains("\u001c\r")
                && !text.matches("(?s).*\u000b(MSH|BHS|FHS).*")
                && !text.endsWith("\u001c\u000b");
    }

    private static List<FrameEvent> read(Framer framer, byte[] wire, Random random) {
        List<FrameEvent> events = new ArrayList<>();
        for (int from = 0; from < wire.length; ) {
            int to = random == null ? wire.length : Math.min(wire.length, from + 1 + random.nextInt(20));
            ByteBuf in = Unpooled.wrappedBuffer(Arrays.copyOfRange(wire, from, to));
            for (FrameEvent event = framer.next(in); event != null; event = framer.next(in)) {
                events.add(event);
            }
            from = to;
        }
        return events;
    }

    /** The events that do not depend on how the stream was split. */
    private static List<String> framed(List<FrameEvent> events) {
        return events.stream()
                .filter(event -> !(event instanceof FrameEvent.Stray))
                .map(FramerTest::describe)
                .toList();
    }

    private static int size(FrameEvent event) {
        if (event instanceof Complete frame) {
            return frame.body().length;
        } else if (event instanceof Interrupted frame) {
            return frame.partial().length;
        }
        return event instanceof Oversized frame ? frame.head().length : 0;
    }
}
