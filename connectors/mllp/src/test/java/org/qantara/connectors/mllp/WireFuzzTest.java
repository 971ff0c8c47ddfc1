package org.qantara.connectors.mllp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import java.nio.charset.Charset;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.qantara.connectors.mllp.frame.FrameEvent;
import org.qantara.connectors.mllp.frame.FrameMemory;
import org.qantara.connectors.mllp.frame.Framer;
import org.qantara.connectors.mllp.hl7.AckMode;
import org.qantara.connectors.mllp.hl7.AckWriter;
import org.qantara.connectors.mllp.hl7.Acknowledgement;
import org.qantara.connectors.mllp.hl7.Batch;
import org.qantara.connectors.mllp.hl7.BatchAnswer;
import org.qantara.connectors.mllp.hl7.CharsetPolicy;
import org.qantara.connectors.mllp.hl7.Verdict;

/** Whatever a sender writes into a frame: read without an exception, and answered with exactly one frame that names its message. */
@Tag("long")
class WireFuzzTest {
    private static final AckWriter WRITER = new AckWriter();
    private static final OffsetDateTime NOW = OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final Verdict REFUSED = Verdict.refused("AE", "101", "MSH^1^9", "text | ^ ~ \\ & ن", "CODE");
    private static final List<CharsetPolicy> POLICIES = List.of(
            new CharsetPolicy(null, null),
            new CharsetPolicy(Charset.forName("windows-1256"), null),
            new CharsetPolicy(null, Charset.forName("GB18030")),
            new CharsetPolicy(null, Charset.forName("ISO-2022-JP-2")));

    @FuzzTest(maxDuration = "1m")
    void readsAndAnswers(byte[] wire) {
        check(wire);
    }

    static void check(byte[] wire) {
        Framer framer = new Framer(4096, FrameMemory.UNBOUNDED);
        var in = Unpooled.wrappedBuffer(wire);
        for (FrameEvent event = framer.next(in); event != null; event = framer.next(in)) {
            if (event instanceof FrameEvent.Complete frame) {
                answer(frame.body());
            }
        }
        answer(framer.takePartial());
        answer(wire);
    }

    private static void answer(byte[] body) {
        for (CharsetPolicy policy : POLICIES) {
            CharsetPolicy.Reading reading = policy.read(body);
            AckMode.of(reading.msh());
            Charset charset = reading.decision().charset();
            byte[] ack = WRITER.application(reading.msh(), charset, REFUSED, NOW);
            requireOneFrame(ack);
            // a delimiter may be hostile as well, such as the A of ACK; then nobody can read the answer, but nobody is
            // hurt
            Acknowledgement read = Acknowledgement.read(ack);
            if (read != null && !read.code().equals("AE")) {
                throw new AssertionError("answered " + read.code());
            }
            if (reading.msh() != null) {
                requireOneFrame(WRITER.commit(reading.msh(), charset, Verdict.ACCEPTED, NOW));
            }
            if (Batch.opens(reading.msh())) {
                requireOneFrame(batch(body, charset));
            }
        }
    }

    private static byte[] batch(byte[] body, Charset charset) {
        Batch batch = Batch.read(body, charset);
        BatchAnswer answer = new BatchAnswer(batch, charset, NOW);
        for (Batch.Group group : batch.groups()) {
            answer.beginGroup(group);
            group.messages().forEach(message -> answer.add(WRITER.application(null, charset, REFUSED, NOW)));
            answer.endGroup(group);
        }
        return answer.end();
    }

    private static void requireOneFrame(byte[] answer) {
        var out = Unpooled.buffer(answer.length + 3);
        out.writeByte(0x0B).writeBytes(answer).writeByte(0x1C).writeByte('\r');
        Framer framer = new Framer(1 << 20, FrameMemory.UNBOUNDED);
        List<FrameEvent> events = new ArrayList<>();
        for (FrameEvent event = framer.next(out); event != null; event = framer.next(out)) {
            events.add(event);
        }
        if (events.size() != 1 || !(events.get(0) instanceof FrameEvent.Complete)) {
            throw new AssertionError("the answer is not one frame: " + events);
        }
    }
}
