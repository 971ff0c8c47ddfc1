package org.qantara.emulate;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One analyser: sends result messages and host queries, receives orders, keeps a message until the host has acknowledged
 * its last frame, and has priority when both sides want the line (ASTM E1381-95, section 6). Waits shorter than the standard's
 * come from the constructor. Not thread-safe; blocking.
 */
public final class AnalyserEmulator implements Closeable {
    /** Where the connection comes from: a new call to the host, or the next call of a host to a terminal server. */
    public interface Connector {
        Socket connect() throws IOException;
    }

    /** Waits in milliseconds: for an answer, after NAK to ENQ, and after contention. */
    public record Waits(int answerMs, int busyMs, int contentionMs) {
        public static Waits standard() {
            return new Waits(15_000, 10_000, 1_000);
        }
    }

    private static final int ATTEMPTS_MAX = 6;
    private static final int DRAIN_MS = 50;
    private static final int SESSIONS_MAX = 200;

    private final Dialect dialect;
    private final Connector connector;
    private final LineFaults faults;
    private final Waits waits;
    private Line line;
    private int number;
    private int sessionsInDoubt;
    private int faultsMade;
    private int frameTimeouts;
    private int answersTooLate;
    private boolean late;

    public AnalyserEmulator(Dialect dialect, Connector connector, LineFaults faults, Waits waits) throws IOException {
        this.dialect = dialect;
        this.connector = connector;
        this.faults = faults;
        this.waits = waits;
        this.line = new Line(connector.connect());
    }

    /** How often a message's last frame was sent and its answer not seen, so that the message was sent again as a whole. */
    public int sessionsInDoubt() {
        return sessionsInDoubt;
    }

    /** How many transmission errors were made. */
    public int faultsMade() {
        return faultsMade;
    }

    /** Sends a message until the host has acknowledged all of it. */
    public void send(String message) throws IOException {
        for (int session = 0; session < SESSIONS_MAX; session++) {
            try {
                if (bid() && transfer(frames(message))) return;
            } catch (IOException e) {
                reconnect();
            }
        }
        throw new IOException("the host did not take the message in " + SESSIONS_MAX + " sessions");
    }

    private void reconnect() throws IOException {
        line.close();
        line = new Line(connector.connect());
    }

    private boolean bid() throws IOException {
        // an answer that came too late for the session before must not be taken for the answer to this ENQ
        if (late) while (line.read(DRAIN_MS) != Line.TIMED_OUT) answersTooLate++;
        late = false;
        line.write(Line.ENQ);
        int answer = line.read(waits.answerMs());
        if (answer == Line.ACK) return true;
        if (answer == Line.ENQ) pause(waits.contentionMs());
        else if (answer == Line.NAK) pause(waits.busyMs());
        else line.write(Line.EOT);
        return false;
    }

    private boolean transfer(List<byte[]> frames) throws IOException {
        for (int i = 0; i < frames.size(); i++)
            if (!frame(frames.get(i), i == frames.size() - 1)) {
                line.write(Line.EOT);
                return false;
            }
        line.write(Line.EOT);
        return true;
    }

    private boolean frame(byte[] frame, boolean last) throws IOException {
        boolean doubt = false;
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            LineFaults.Fault fault = faults.next();
            // without a checksum nobody can notice a flipped bit; that such a line has none is a limit of the device
            if (fault == LineFaults.Fault.FLIPPED_BIT && !dialect.checksum) fault = LineFaults.Fault.CUT_FRAME;
            if (fault != LineFaults.Fault.NONE) faultsMade++;
            line.write(fault == LineFaults.Fault.FLIPPED_BIT ? faults.flip(frame) : cut(frame, fault));
            if (fault == LineFaults.Fault.BROKEN_CONNECTION) {
                if (last) sessionsInDoubt++;
                throw new IOException("emulated break of the connection");
            }
            int answer = line.read(waits.answerMs());
            boolean unseen = fault == LineFaults.Fault.LOST_ANSWER || answer == Line.TIMED_OUT;
            if (unseen) {
                late = true;
                frameTimeouts++;
                if (last) sessionsInDoubt++;
                return false;
            }
            if (fault == LineFaults.Fault.GARBLED_ANSWER) doubt = true;
            else if (answer == Line.ACK || answer == Line.EOT) return true;
        }
        if (last && doubt) sessionsInDoubt++;
        return false;
    }

    /** How often no answer to a frame came or was seen in time. */
    public int frameTimeouts() {
        return frameTimeouts;
    }

    /** How many answers came when the session that they belonged to was already given up. */
    public int answersTooLate() {
        return answersTooLate;
    }

    private static byte[] cut(byte[] frame, LineFaults.Fault fault) {
        if (fault != LineFaults.Fault.CUT_FRAME) return frame;
        byte[] half = new byte[frame.length / 2];
        System.arraycopy(frame, 0, half, 0, half.length);
        return half;
    }

    private List<byte[]> frames(String message) {
        if (!dialect.goesOnCounting) number = 0;
        List<byte[]> frames = new ArrayList<>();
        for (int from = 0; from < message.length(); ) {
            int unit = dialect.framePerRecord ? message.indexOf('\r', from) + 1 : message.length();
            int to = Math.min(unit, from + dialect.textMax);
            frames.add(frame(message.substring(from, to), to == unit));
            from = to;
        }
        return frames;
    }

    private byte[] frame(String text, boolean end) {
        number = (number + 1) % 8;
        String summed = (dialect.numbered ? String.valueOf(number) : "") + text + (char) (end ? Line.ETX : Line.ETB);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Line.STX);
        byte[] bytes = summed.getBytes(StandardCharsets.ISO_8859_1);
        out.writeBytes(bytes);
        if (dialect.checksum) {
            int sum = 0;
            for (byte b : bytes) sum = (sum + (b & 0xFF)) % 256;
            out.writeBytes(String.format(Locale.ROOT, "%02X\r\n", sum).getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    /** Waits for the host to ask for the line and receives its message; null when it does not ask in time. */
    public @Nullable String receive(int timeoutMs) throws IOException {
        int asked = line.read(timeoutMs);
        while (asked != Line.ENQ && asked != Line.TIMED_OUT) asked = line.read(timeoutMs);
        if (asked == Line.TIMED_OUT) return null;
        line.write(Line.ACK);
        return received();
    }

    private String received() throws IOException {
        StringBuilder message = new StringBuilder();
        StringBuilder frame = new StringBuilder();
        for (int b = line.read(waits.answerMs()); b != Line.EOT; b = line.read(waits.answerMs())) {
            if (b == Line.TIMED_OUT) throw new IOException("the host stopped in the middle of a message");
            if (b == Line.STX) frame.setLength(0);
            else if (b == Line.ETX || b == Line.ETB) {
                boolean right = !dialect.checksum || checksum(frame, b);
                if (right) message.append(dialect.numbered ? frame.substring(1) : frame);
                line.write(right ? Line.ACK : Line.NAK);
                frame.setLength(0);
            } else frame.append((char) b);
        }
        return message.toString();
    }

    /** Reads the two digits and the line end, and compares. */
    private boolean checksum(StringBuilder frame, int end) throws IOException {
        int sum = end;
        for (int i = 0; i < frame.length(); i++) sum += frame.charAt(i);
        String digits = "" + (char) line.read(waits.answerMs()) + (char) line.read(waits.answerMs());
        line.read(waits.answerMs());
        line.read(waits.answerMs());
        return digits.equals(String.format(Locale.ROOT, "%02X", sum % 256));
    }

    /** The raw line, for tests that do what no analyser should. */
    public void raw(byte[] bytes) throws IOException {
        line.write(bytes);
    }

    /** The next byte from the host; -2 when none comes in time. */
    public int rawAnswer(int timeoutMs) throws IOException {
        return line.read(timeoutMs);
    }

    private static void pause(int ms) throws IOException {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
