package org.qantara.connectors.lab.astm.link;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.lab.astm.link.MessageAssembler.Piece;

/**
 * The receiving half of a {@link Link}: judges frame numbers (6.3.2, 6.5.1.1), assembles messages and hands them over
 * before their last frame is acknowledged. A frame that is repeated while or after its messages were handed over joins
 * that hand-over instead of starting another, so that a retry is accepted once.
 */
final class Inbound {
    private final Profile profile;
    private final Link.Port port;
    private final boolean acknowledgeRefused;
    private final Consumer<LinkEvent> raise;
    private final MessageAssembler assembler;
    private int lastNumber;
    private byte @Nullable [] lastText;
    private boolean first = true;
    private Token.@Nullable Frame current;
    private @Nullable Held held;
    private Token.@Nullable Broken lastBroken;

    /** A frame whose messages are being handed over. */
    private static final class Held {
        final Token.Frame frame;
        final List<Piece> pieces;
        int next;
        boolean pending;
        boolean refused;

        Held(Token.Frame frame, List<Piece> pieces) {
            this.frame = frame;
            this.pieces = pieces;
        }

        boolean isFor(Token.Frame other) {
            return frame.number() == other.number()
                    && frame.end() == other.end()
                    && Arrays.equals(frame.text(), other.text());
        }
    }

    Inbound(
            Profile profile,
            Link.Port port,
            int messageBytesMax,
            boolean acknowledgeRefused,
            Consumer<LinkEvent> raise) {
        this.profile = profile;
        this.port = port;
        this.acknowledgeRefused = acknowledgeRefused;
        this.raise = raise;
        this.assembler = new MessageAssembler(messageBytesMax);
    }

    int heldBytes() {
        return assembler.heldBytes();
    }

    /** What a good frame means in this state; in RECEIVING its text is offered to the assembler. */
    LinkEvent judge(Token.Frame frame, LinkState state) {
        if (state != LinkState.RECEIVING) return LinkEvent.FRAME;
        boolean sameText = lastText != null && Arrays.equals(lastText, frame.text());
        if (!first && frame.number() == lastNumber && sameText) return LinkEvent.FRAME_AGAIN;
        if (!inSequence(frame.number()))
            return broken(new Token.Broken("the frame number is not the next one", frame.text()), state);
        if (!port.mayReceive())
            return broken(new Token.Broken("all lines together hold too many unfinished bytes", frame.text()), state);
        if (assembler.tooLong(frame.text()))
            return broken(new Token.Broken("the message is longer than allowed", frame.text()), state);
        current = frame;
        List<Piece> pieces = assembler.offer(frame.text(), frame.end());
        if (pieces.isEmpty()) return LinkEvent.FRAME;
        if (held == null || !held.isFor(frame)) held = new Held(frame, pieces);
        return LinkEvent.FRAME_LAST;
    }

    private boolean inSequence(int number) {
        return switch (profile.frameNumber()) {
            case STANDARD -> number == (lastNumber + 1) % 8;
            case CONTINUED -> first || number == (lastNumber + 1) % 8;
            case ANY, NONE -> true;
        };
    }

    /** A frame that will be answered NAK; kept in case no good one follows. */
    LinkEvent broken(Token.Broken broken, LinkState state) {
        if (state == LinkState.RECEIVING) {
            lastBroken = broken;
            port.rejected(broken.reason());
        }
        return LinkEvent.FRAME_BAD;
    }

    /** The begin of a frame whose rest never came; kept in case no good one follows. */
    void cut(Token.Cut begun, LinkState state) {
        if (state == LinkState.RECEIVING && begun.bytes().length > 0)
            lastBroken = new Token.Broken("the frame was cut", begun.bytes());
    }

    /** A new session: the first frame has number 1, and nothing is unfinished. */
    void open() {
        drop();
        first = true;
        lastNumber = 0;
        lastText = null;
    }

    /** The frame being judged is accepted. */
    void keep() {
        assembler.keep();
        if (current != null) {
            lastNumber = current.number();
            lastText = current.text();
        }
        first = false;
        held = null;
        lastBroken = null;
    }

    /** Hands over, one after another, what the held frame completed and is not stored yet. */
    void store() {
        Held frame = held;
        if (frame == null) throw new IllegalStateException("no frame is held");
        if (frame.pending) return;
        if (frame.refused) raise.accept(LinkEvent.NOT_STORED);
        else if (frame.next == frame.pieces.size()) raise.accept(LinkEvent.STORED);
        else handOver(frame, frame.pieces.get(frame.next));
    }

    private void handOver(Held frame, Piece piece) {
        frame.pending = true;
        Consumer<Verdict> verdict = v -> verdict(frame, piece, v);
        if (piece.whole()) port.handOver(piece.bytes(), verdict);
        else port.fault(piece.bytes(), piece.fault(), verdict);
    }

    private void verdict(Held frame, Piece piece, Verdict verdict) {
        if (!frame.pending) throw new IllegalStateException("a second verdict for one message");
        frame.pending = false;
        boolean done =
                verdict == Verdict.ACCEPTED || (verdict == Verdict.REFUSED && (acknowledgeRefused || !piece.whole()));
        if (done) frame.next++;
        else if (verdict == Verdict.REFUSED) frame.refused = true;
        // a session that ended meanwhile holds another frame or none; after the store timer the repetition is awaited
        if (frame != held || current == null) return;
        if (done) store();
        else raise.accept(LinkEvent.NOT_STORED);
    }

    /** The offered frame is not accepted for now; its hand-over, if one is under way, goes on. */
    void takeBack() {
        assembler.takeBack();
        current = null;
    }

    /** The session ended: what is unfinished becomes a fault, unless it was being handed over. */
    void close(byte[] begunFrame) {
        byte[] unfinished = assembler.unfinished();
        Token.Broken broken = lastBroken;
        boolean handedOver = held != null;
        drop();
        if (handedOver || (unfinished.length == 0 && broken == null && begunFrame.length == 0)) return;
        byte[] last = broken != null ? broken.bytes() : begunFrame;
        byte[] bytes = Arrays.copyOf(unfinished, unfinished.length + last.length);
        System.arraycopy(last, 0, bytes, unfinished.length, last.length);
        String reason = broken != null ? broken.reason() : "the session ended before the terminator record L";
        port.fault(bytes, reason, verdict -> {});
    }

    /** The session ended; nothing of it is kept. */
    void drop() {
        assembler.reset();
        current = null;
        held = null;
        lastBroken = null;
    }
}
