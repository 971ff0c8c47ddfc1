package org.qantara.connectors.dicom.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a multipart body (RFC 2046 section 5.1) part by part as a stream: memory does not depend on the size of a part. Not thread-safe; a
 * part is read to its end, or left, before the next.
 */
public final class MultipartReader {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");
    private static final int HEADER_BYTES_MAX = 8192;
    private static final int WINDOW_BYTES = 64 * 1024;

    private final InputStream in;
    /** What separates parts; the first one may lack the line end before it. */
    private final byte[] delimiter;

    private final byte[] window = new byte[WINDOW_BYTES];
    private int from;
    private int to;
    private boolean last;
    private @Nullable Body current;

    private MultipartReader(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        window[0] = '\r';
        window[1] = '\n';
        to = 2;
    }

    /**
     * A reader of a body.
     *
     * @throws IOException when the media type names no boundary
     */
    public static MultipartReader of(InputStream in, String contentType) throws IOException {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            throw new IOException("Content-Type names no boundary; expected multipart/related; boundary=...");
        }
        return new MultipartReader(in, matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }

    /** A part: its headers by name in small letters, and its bytes. */
    public record Part(Map<String, String> headers, InputStream body) {}

    /**
     * The next part, null after the last.
     *
     * @throws IOException when the body ends too early
     */
    public @Nullable Part next() throws IOException {
        Body before = current == null ? new Body() : current;
        before.skipToEnd();
        if (last || ends()) {
            last = true;
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        int read = 0;
        line(HEADER_BYTES_MAX); // what follows the delimiter on its line
        for (String line = line(HEADER_BYTES_MAX); !line.isEmpty(); line = line(HEADER_BYTES_MAX - read)) {
            read += line.length();
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        current = new Body();
        return new Part(headers, current);
    }

    /** Two dashes behind a delimiter end the whole. */
    private boolean ends() throws IOException {
        fill(2);
        return to - from >= 2 && window[from] == '-' && window[from + 1] == '-';
    }

    private String line(int max) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() <= max) {
            fill(1);
            if (from == to) {
                throw new IOException("the multipart body ends inside a part's headers");
            }
            char sign = (char) (window[from++] & 0xFF);
            if (sign == '\n') {
                int end = line.length();
                return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
            }
            line.append(sign);
        }
        throw new IOException("the headers of a part are longer than " + HEADER_BYTES_MAX + " bytes");
    }

    /** Makes so many bytes visible, if there are as many. */
    private void fill(int bytes) throws IOException {
        if (to - from >= bytes) {
            return;
        }
        System.arraycopy(window, from, window, 0, to - from);
        to -= from;
        from = 0;
        while (to < bytes) {
            int read = in.read(window, to, window.length - to);
            if (read < 0) {
                return;
            }
            to += read;
        }
    }

    /** How many bytes from {@code from} on belong to the part for certain; -1 when the delimiter stands there. */
    private int certain() throws IOException {
        fill(delimiter.length);
        if (to - from < delimiter.length) {
            throw new IOException("the multipart body ends before its last delimiter");
        }
        for (int at = from; at <= to - delimiter.length; at++) {
            if (window[at] == '\r' && matches(at)) {
                return at == from ? -1 : at - from;
            }
        }
        return to - from - delimiter.length + 1;
    }

    private boolean matches(int at) {
        for (int i = 0; i < delimiter.length; i++) {
            if (window[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    /** The bytes up to the next delimiter, which is taken away with them. */
    private final class Body extends InputStream {
        private int left;
        private boolean over;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (over) {
                return -1;
            }
            if (left == 0) {
                left = certain();
                if (left < 0) {
                    from += delimiter.length;
                    over = true;
                    return -1;
                }
            }
            int taken = Math.min(length, left);
            System.arraycopy(window, from, into, offset, taken);
            from += taken;
            left -= taken;
            return taken;
        }

        void skipToEnd() throws IOException {
            byte[] nowhere = new byte[8192];
            while (read(nowhere, 0, nowhere.length) >= 0) {
                // what nobody wanted to read
            }
        }
    }
}
