package org.qantara.mapping.hl7v2;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.source.SourceDocument;

/**
 * One HL7 v2 message as positions over its bytes; no field is copied before it is read.
 *
 * <p>Reading takes one pass and memory for one number per field. Values are decoded with the message's charset and come
 * without escapes. A charset in which a delimiter may be part of a character (UTF-16, Shift-JIS, GB18030 ...) is transcoded to
 * UTF-8 first; positions then count in that form. Immutable and safe for use by several threads.
 */
public final class Hl7Message implements SourceDocument {
    private static final int REPETITION = 1;
    private static final int COMPONENT = 2;

    private final byte[] body;
    private final Charset charset;
    private final Delimiters delimiters;
    private final SegmentIndex index;
    /** Whether field 1 is the record's own name, as ASTM and HPRIM count. */
    private final boolean countsName;

    private final String[] names;
    private final boolean[] headers;

    Hl7Message(byte[] body, Charset charset, Delimiters delimiters, SegmentIndex index, boolean countsName) {
        this.countsName = countsName;
        this.body = body;
        this.charset = charset;
        this.delimiters = delimiters;
        this.index = index;
        this.names = new String[index.count()];
        this.headers = new boolean[index.count()];
        for (int i = 0; i < names.length; i++) {
            String name = readName(i);
            names[i] = name;
            headers[i] = name.equals("MSH") || name.equals("BHS") || name.equals("FHS");
        }
    }

    /** Reads one message with the default limits. */
    public static Hl7Message read(byte[] body, Charset charset) throws Hl7Unreadable {
        return read(body, charset, Hl7Limits.DEFAULT);
    }

    /** Reads one message; a byte order mark, blanks and line ends before MSH are skipped. */
    public static Hl7Message read(byte[] received, Charset charset, Hl7Limits limits) throws Hl7Unreadable {
        if (received.length > limits.bytesMax()) {
            throw new Hl7Unreadable(
                    "TOO-LARGE",
                    "byte " + limits.bytesMax(),
                    "more than " + limits.bytesMax() + " bytes in one message");
        }
        boolean transparent = isTransparent(charset);
        byte[] body = transparent ? received : new String(received, charset).getBytes(StandardCharsets.UTF_8);
        int start = start(body);
        String header = start + 3 <= body.length ? new String(body, start, 3, StandardCharsets.ISO_8859_1) : "";
        if (!header.equals("MSH") && !header.equals("BHS") && !header.equals("FHS")) {
            throw new Hl7Unreadable("NO-MSH", "byte " + start, "the message does not start with an MSH segment");
        }
        Delimiters delimiters = Delimiters.read(body, start + 3, body.length, header);
        SegmentIndex index = new SegmentIndex(body, start, delimiters.field(), 3, limits);
        return new Hl7Message(body, transparent ? charset : StandardCharsets.UTF_8, delimiters, index, false);
    }

    private static int start(byte[] body) {
        int i = 0;
        if (body.length > 2 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF) {
            i = 3;
        }
        while (i < body.length
                && (body[i] == ' ' || body[i] == '\r' || body[i] == '\n' || body[i] == '\t' || body[i] == 0x0B)) {
            i++;
        }
        return i;
    }

    /** Whether bytes below 128 always mean ASCII in this charset, so that delimiters can be found without decoding. */
    static boolean isTransparent(Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8) || charset.name().startsWith("EUC-")) {
            return true;
        }
        return charset.canEncode()
                && charset.newEncoder().maxBytesPerChar() == 1f
                && new String(new byte[] {'|', '^', '~', '\\', '&', 'M'}, charset).equals("|^~\\&M");
    }

    /** First repetition of a path such as {@code MSH-10}, {@code PID-3.4.2}, {@code PID-3[2].1}: its text, or null when absent. */
    public @Nullable String text(String path) {
        return text(firstRepetition(node(Hl7Path.of(path))));
    }

    /** Whether anything but the null {@code ""} stands at the path. */
    public boolean valued(String path) {
        return valued(node(Hl7Path.of(path)));
    }

    /** The node of a path in the first segment of its name. */
    public long node(Hl7Path path) {
        for (int i = 0; i < index.count(); i++) {
            if (name(i).equals(path.segment())) {
                return path.in(this, i);
            }
        }
        return NONE;
    }

    /** Numbers of the segments of a name, in order. */
    public List<Integer> segments(String name) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < index.count(); i++) {
            if (name(i).equals(name)) {
                found.add(i);
            }
        }
        return found;
    }

    /**
     * The identifier that an authority gave: first component of the first repetition of {@code field} in the first such segment
     * ({@code PID-3}, {@code MRG-1}, {@code PV1-19}) whose fourth component (HD) names the authority by namespace or universal id.
     */
    public @Nullable String identifier(String field, String authority) {
        long whole = node(Hl7Path.of(field));
        for (long r = firstRepetition(whole); r != NONE; r = nextRepetition(whole, r)) {
            long assigner = part(r, 4);
            if (authority.equals(text(part(assigner, 1))) || authority.equals(text(part(assigner, 2)))) {
                return text(part(r, 1));
            }
        }
        return null;
    }

    @Override
    public int records() {
        return index.count();
    }

    @Override
    public String name(int segment) {
        return names[segment];
    }

    private String readName(int segment) {
        int length = index.nameLength(segment);
        int at = index.start(segment);
        return switch (length) {
            case 0 -> "";
            case 3 -> SegmentNames.of(body[at], body[at + 1], body[at + 2]);
            default -> new String(body, at, length, StandardCharsets.ISO_8859_1).intern();
        };
    }

    /** First byte of a segment. */
    public int segmentStart(int segment) {
        return index.start(segment);
    }

    /** Byte after the last one of a segment, without its line end. */
    public int segmentEnd(int segment) {
        return index.end(segment);
    }

    /** Highest field number of a segment. */
    public int fieldCount(int segment) {
        return index.fieldCount(segment) + (isHeader(segment) || countsName ? 1 : 0);
    }

    private boolean isHeader(int segment) {
        return headers[segment];
    }

    @Override
    public long field(int segment, int number) {
        int count = index.fieldCount(segment);
        int n = number;
        if (countsName) {
            return labField(segment, number);
        }
        if (number <= 2 && isHeader(segment)) {
            if (count < 1) {
                return NONE; // cut behind its name
            }
            int at = index.start(segment) + 3;
            // MSH-1 is the separator itself and MSH-2 holds delimiters: both are whole, never split
            return number == 1
                    ? pack(at, at + 1, 3)
                    : pack(index.fieldStart(segment, 1), index.fieldEnd(segment, 1), 3);
        } else if (isHeader(segment)) {
            n = number - 1;
        }
        return n < 1 || n > count ? NONE : pack(index.fieldStart(segment, n), index.fieldEnd(segment, n), 0);
    }

    private long labField(int record, int number) {
        if (number == 1) {
            return pack(index.start(record), index.start(record) + index.nameLength(record), 3);
        }
        int n = number - 1;
        boolean delimitersOfHeader = n == 1 && name(record).equals("H");
        return n < 1 || n > index.fieldCount(record)
                ? NONE
                : pack(index.fieldStart(record, n), index.fieldEnd(record, n), delimitersOfHeader ? 3 : 0);
    }

    @Override
    public long firstRepetition(long field) {
        return field == NONE || depth(field) != 0
                ? field
                : until(start(field), end(field), delimiters.repetition(), REPETITION);
    }

    @Override
    public long nextRepetition(long field, long repetition) {
        if (field == NONE || depth(field) != 0 || end(repetition) >= end(field)) {
            return NONE;
        }
        return until(end(repetition) + 1, end(field), delimiters.repetition(), REPETITION);
    }

    @Override
    public long part(long node, int number) {
        if (node == NONE) {
            return NONE;
        }
        long whole = depth(node) == 0 ? firstRepetition(node) : node;
        int depth = depth(whole);
        if (depth > COMPONENT) {
            return number == 1 ? whole : NONE;
        }
        byte separator = depth == COMPONENT ? delimiters.subComponent() : delimiters.component();
        int at = start(whole);
        int end = end(whole);
        for (int k = 1; k < number; k++) {
            while (at < end && body[at] != separator) {
                at++;
            }
            if (at >= end) {
                return NONE;
            }
            at++;
        }
        return until(at, end, separator, depth + 1);
    }

    /** The part after {@code part} in {@code node}, or NONE: for walking all parts in one pass. */
    long nextPart(long node, long part) {
        if (node == NONE || part == NONE || depth(node) > COMPONENT || end(part) >= end(node)) {
            return NONE;
        }
        byte separator = depth(node) == COMPONENT ? delimiters.subComponent() : delimiters.component();
        return until(end(part) + 1, end(node), separator, depth(node) + 1);
    }

    private long until(int from, int end, byte separator, int depth) {
        int at = from;
        while (at < end && body[at] != separator) {
            at++;
        }
        return pack(from, at, depth);
    }

    @Override
    public boolean valued(long node) {
        if (node == NONE || isNull(node)) {
            return false;
        }
        boolean whole = depth(node) > COMPONENT;
        for (int i = start(node); i < end(node); i++) {
            // senders pad with blanks what they have no value for
            if (body[i] != ' ' && (whole || !delimiters.separates(body[i]))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isNull(long node) {
        int start = start(node);
        return node != NONE && end(node) == start + 2 && body[start] == '"' && body[start + 1] == '"';
    }

    @Override
    public @Nullable String text(long node) {
        if (node == NONE || end(node) == start(node) || isNull(node)) {
            return null;
        }
        return Escapes.decode(new String(body, start(node), end(node) - start(node), charset), delimiters, charset);
    }

    @Override
    public int start(long node) {
        return node == NONE ? 0 : (int) (node >>> 33);
    }

    @Override
    public int end(long node) {
        return node == NONE ? 0 : (int) (node >>> 2 & Integer.MAX_VALUE);
    }

    @Override
    public String where(long node) {
        return node == NONE ? "" : Hl7Places.where(this, start(node), depth(node));
    }

    @Override
    public String whereByte(int offset) {
        return Hl7Places.where(this, offset, 3);
    }

    @Override
    public String whereRecord(int record) {
        return record < 0 ? "" : Hl7Places.record(this, record);
    }

    @Override
    public void leaves(LeafVisitor visitor) {
        Leaves leaves = new Leaves(body, delimiters, visitor);
        for (int segment = 0; segment < index.count(); segment++) {
            Hl7Places.leaves(this, segment, leaves);
        }
    }

    /** The segment that holds a byte. */
    int segmentAt(int offset) {
        int low = 0;
        int high = index.count() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (index.start(middle) <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    @Override
    public byte[] bytes() {
        return body;
    }

    /** Charset of {@link #bytes()}. */
    public Charset charset() {
        return charset;
    }

    private static int depth(long node) {
        return (int) (node & 3);
    }

    /** Whether a field has repetitions and components, unlike MSH-1 and MSH-2. */
    boolean isSplit(long field) {
        return depth(field) == 0;
    }

    /** The node of a leaf. */
    static long leaf(int start, int end) {
        return pack(start, end, COMPONENT + 1);
    }

    private static long pack(int start, int end, int depth) {
        return (long) start << 33 | (long) end << 2 | depth;
    }
}
