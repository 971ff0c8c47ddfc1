package org.qantara.connectors.mllp.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.metrics.Counter;

/** The bytes of one connection outside its frames, and what they look like. Line ends, blanks and zero bytes between frames are no one's fault. */
final class StrayBytes {
    private static final int PREFIX_BYTES = 16;
    private static final Pattern HTTP =
            Pattern.compile("(GET|POST|PUT|HEAD|OPTIONS|DELETE|CONNECT|PRI|PATCH|TRACE) .*", Pattern.DOTALL);

    /** What somebody else's protocol looks like, and what to tell the operator. */
    enum Kind {
        HTTP(Counter.STRAY_HTTP, "speaks HTTP; this port takes HL7 over MLLP"),
        TLS(Counter.STRAY_TLS, "began a TLS handshake, but this endpoint has tls=false"),
        UNFRAMED(Counter.STRAY_UNFRAMED, "sends HL7 without MLLP framing: the start block 0x0B is missing"),
        OTHER(Counter.STRAY_OTHER, "sends bytes outside MLLP frames");

        final Counter counter;
        final String text;

        Kind(Counter counter, String text) {
            this.counter = counter;
            this.text = text;
        }
    }

    private final ByteArrayOutputStream prefix = new ByteArrayOutputStream(PREFIX_BYTES);
    private long count;

    /** Takes further stray bytes; the kind as soon as it is clear, null while it is not. */
    @Nullable
    Kind add(byte[] sample, int total, int bytesMax) {
        for (byte value : sample) {
            boolean blank = value == 0 || value == '\r' || value == '\n' || value == ' ' || value == '\t';
            if (prefix.size() < PREFIX_BYTES && !(blank && prefix.size() == 0)) {
                prefix.write(value);
            }
        }
        if (prefix.size() > 0) {
            count += total;
        }
        Kind kind = kind();
        return kind != Kind.OTHER || count > bytesMax ? kind : null;
    }

    /** Something other than blanks was seen. */
    boolean any() {
        return count > 0;
    }

    Kind kind() {
        byte[] bytes = prefix.toByteArray();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (bytes.length >= 2 && bytes[0] == 0x16 && bytes[1] == 0x03) {
            return Kind.TLS;
        }
        if (text.startsWith("MSH") && text.length() > 3 || text.startsWith("FHS|") || text.startsWith("BHS|")) {
            return Kind.UNFRAMED;
        }
        return HTTP.matcher(text).matches() ? Kind.HTTP : Kind.OTHER;
    }
}
