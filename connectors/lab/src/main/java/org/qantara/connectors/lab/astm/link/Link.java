package org.qantara.connectors.lab.astm.link;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/**
 * One line to one analyser: runs {@link LinkTable} over what the line brings. What comes in is handed over message by
 * message before the frame that completed it is acknowledged; what is to be sent waits until the line is neutral.
 *
 * <p>Not thread-safe: every call and every callback on one thread (the event loop of the connection). A crash leaves
 * nothing here that matters: what was acknowledged is stored, what was not is sent again by the analyser.
 */
public final class Link {
    /** What the link needs from the world around it. */
    public interface Port {
        /** Puts bytes on the wire. */
        void write(byte[] bytes);

        /** Replaces the running timer by one that calls {@link Link#timer} after this time; 0 = no timer. */
        void restartTimer(int delayMs);

        /** Hands a whole message over; the verdict may come at once or later, on the link's thread, exactly once. */
        void handOver(byte[] message, Consumer<Verdict> verdict);

        /** Hands over bytes that are no whole message, with the reason, free of the bytes themselves. */
        void fault(byte[] bytes, String reason, Consumer<Verdict> verdict);

        /** A frame is answered NAK; {@code reason} is free of its bytes. */
        void rejected(String reason);

        /** Whether a new session may begin (budget of unfinished bytes). */
        boolean mayReceive();
    }

    /** A message to send; {@code result} is told once why it was given up, or "" when the analyser accepted it. */
    public record Outgoing(byte[] message, Consumer<String> result) {}

    private static final int OUTGOING_MAX = 1_000;

    private final Profile profile;
    private final Port port;
    private final Inbound inbound;
    private final FrameReader reader;
    private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
    private LinkState state = LinkState.NEUTRAL;
    private List<byte[]> frames = List.of();
    private int frame;
    private int attempts;
    private int bids;

    /** A neutral line. {@code acknowledgeRefused}: a refused message is answered ACK (its bytes are kept) instead of NAK. */
    public Link(Profile profile, Port port, int messageBytesMax, boolean acknowledgeRefused) {
        this.profile = profile;
        this.port = port;
        this.reader = new FrameReader(profile, this::token);
        this.inbound = new Inbound(profile, port, messageBytesMax, acknowledgeRefused, this::on);
    }

    public LinkState state() {
        return state;
    }

    /** The bytes of unfinished frames and messages held now. */
    public int heldBytes() {
        return reader.heldBytes() + inbound.heldBytes();
    }

    /** The next byte of the line. */
    public void read(byte b) {
        reader.read(b);
    }

    /** The timer of the state ran out. */
    public void timer() {
        boolean last = waitsForNextBid(state) && bids >= profile.bidsMax();
        on(last ? LinkEvent.TIMER_LAST : LinkEvent.TIMER);
    }

    /** The connection is gone: what was unfinished becomes a fault, what waited to be sent is given up. */
    public void lost() {
        List<Outgoing> given = List.copyOf(waiting);
        waiting.clear();
        on(LinkEvent.LOST);
        port.restartTimer(0);
        for (Outgoing message : given) message.result().accept("the connection to the analyser was lost");
    }

    /** Sends a message as a session of its own as soon as the line is neutral. */
    public void send(Outgoing message) {
        if (waiting.size() >= OUTGOING_MAX) {
            message.result().accept(OUTGOING_MAX + " messages already wait for this line");
            return;
        }
        waiting.add(message);
        wish();
    }

    private void token(Token token) {
        boolean sending = state == LinkState.SENDING;
        if (token instanceof Token.Control control) on(control(control.code(), sending));
        else if (sending) on(nak());
        else if (token instanceof Token.Frame text) on(inbound.judge(text, state));
        else if (token instanceof Token.Broken broken) on(inbound.broken(broken, state));
        else if (token instanceof Token.Cut begun) inbound.cut(begun, state);
    }

    private LinkEvent control(byte code, boolean sending) {
        boolean last = sending && frame == frames.size() - 1;
        return switch (code) {
            case Ascii.ACK -> last ? LinkEvent.ACK_LAST : LinkEvent.ACK;
            case Ascii.EOT -> last ? LinkEvent.EOT_LAST : LinkEvent.EOT;
            case Ascii.NAK -> sending ? nak() : LinkEvent.NAK;
            case Ascii.ENQ -> sending ? nak() : port.mayReceive() ? LinkEvent.ENQ : LinkEvent.ENQ_BUSY;
            default -> sending ? nak() : LinkEvent.NOISE;
        };
    }

    /** 6.5.1.2: anything but ACK or EOT counts as NAK, and the sixth ends the message. */
    private LinkEvent nak() {
        return attempts >= profile.attemptsMax() ? LinkEvent.NAK_LAST : LinkEvent.NAK;
    }

    private void on(LinkEvent event) {
        if (LinkTable.ignores(state, event)) return;
        LinkTable.Transition transition = LinkTable.of(state, event);
        if (transition.next() != state && waitsForNextBid(transition.next())) bids++;
        state = transition.next();
        port.restartTimer(profile.timerMs(state));
        for (LinkAction action : transition.actions()) act(action);
        if (state == LinkState.NEUTRAL) wish();
    }

    private static boolean waitsForNextBid(LinkState state) {
        return state == LinkState.HOLDING || state == LinkState.INTERRUPTED;
    }

    private void act(LinkAction action) {
        switch (action) {
            case SEND_ENQ -> write(Ascii.ENQ);
            case SEND_ACK -> write(Ascii.ACK);
            case SEND_NAK -> write(Ascii.NAK);
            case SEND_EOT -> write(Ascii.EOT);
            case OPEN -> inbound.open();
            case KEEP -> inbound.keep();
            case STORE -> inbound.store();
            case TAKE_BACK -> inbound.takeBack();
            case CLOSE -> inbound.close(reader.takeUnfinished());
            case DROP -> inbound.drop();
            case FIRST_FRAME -> firstFrame();
            case NEXT_FRAME -> {
                frame++;
                attempts = 0;
                writeFrame();
            }
            case SAME_FRAME -> writeFrame();
            case SENT -> finished("");
            case ABANDON ->
                finished("the analyser did not take the message: " + bids + " failed sessions, " + attempts
                        + " attempts at frame " + (frame + 1));
        }
    }

    private void firstFrame() {
        frame = 0;
        attempts = 0;
        writeFrame();
    }

    private void writeFrame() {
        attempts++;
        port.write(frames.get(frame));
    }

    private void write(byte control) {
        port.write(new byte[] {control});
    }

    private void finished(String reason) {
        frames = List.of();
        bids = 0;
        Outgoing message = waiting.poll();
        if (message != null) message.result().accept(reason);
    }

    private void wish() {
        while (state == LinkState.NEUTRAL && !waiting.isEmpty()) {
            try {
                frames = FrameWriter.frames(profile, waiting.element().message());
                on(LinkEvent.WISH);
                return;
            } catch (IllegalArgumentException e) {
                waiting.remove().result().accept(String.valueOf(e.getMessage()));
            }
        }
    }
}
