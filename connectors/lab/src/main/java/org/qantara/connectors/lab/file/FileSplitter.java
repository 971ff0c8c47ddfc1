package org.qantara.connectors.lab.file;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a file into its messages without changing a byte of them; a byte order mark belongs to the file and to no message. Works on bytes, in units of one (every character set that
 * contains ASCII) or two (UTF-16): HPRIM and ASTM from header record H to terminator L, HL7 v2 from MSH to the next MSH,
 * delimited files record by record. Lines end with CR, LF or CR LF.
 */
final class FileSplitter {
    private static final byte[] BOM_UTF_8 = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final byte[] file;
    private final int unit;
    private final boolean littleEndian;
    private final int begin;

    private FileSplitter(byte[] file, String charset) {
        this.file = file;
        this.unit = charset.startsWith("UTF-16") ? 2 : 1;
        this.littleEndian = charset.equals("UTF-16LE");
        boolean bom16 = unit == 2 && file.length > 1 && (at(0) == 0xFEFF);
        boolean bom8 = unit == 1 && file.length > 2 && Arrays.equals(file, 0, 3, BOM_UTF_8, 0, 3);
        this.begin = bom16 ? 2 : bom8 ? 3 : 0;
    }

    /** Gives each message of the file, in order, to {@code parts}; an empty file has none. */
    static void split(byte[] file, FileFormat format, String charset, int headerLines, Consumer<FilePart> parts) {
        FileSplitter splitter = new FileSplitter(file, charset);
        switch (format) {
            case hprim, astm -> splitter.records('H', 'L', parts);
            case hl7v2 -> splitter.hl7(parts);
            case csv -> splitter.delimited(headerLines, parts);
        }
    }

    /** The character at this offset; 0 behind the end. */
    private int at(int offset) {
        if (offset + unit > file.length) return 0;
        if (unit == 1) return file[offset] & 0xFF;
        int first = file[offset] & 0xFF;
        int second = file[offset + 1] & 0xFF;
        return littleEndian ? second << 8 | first : first << 8 | second;
    }

    private boolean isLineEnd(int offset) {
        int c = at(offset);
        return c == '\r' || c == '\n';
    }

    /** The offset behind the line that begins here, its end included. */
    private int nextLine(int offset) {
        int i = offset;
        while (i < file.length && !isLineEnd(i)) i += unit;
        boolean crLf = at(i) == '\r' && at(i + unit) == '\n';
        return Math.min(file.length, i + (crLf ? 2 * unit : unit));
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i += unit) if (at(i) > ' ') return false;
        return true;
    }

    /** Whether a record of this type begins here: the letter and a delimiter, which is no letter or digit. */
    private boolean isRecord(char type, int offset, int lineEnd) {
        if (at(offset) != type) return false;
        int next = at(offset + unit);
        return offset + unit >= lineEnd || next == '\r' || next == '\n' || !Character.isLetterOrDigit(next);
    }

    private void records(char header, char terminator, Consumer<FilePart> parts) {
        int start = begin;
        boolean opened = false;
        boolean closed = false;
        for (int line = begin; line < file.length; ) {
            int next = nextLine(line);
            boolean newHeader = isRecord(header, line, next) && at(line + unit) > ' ';
            if (newHeader && (opened || !isBlank(start, line))) {
                parts.accept(message(start, line, opened, closed));
                start = line;
                closed = false;
            }
            opened |= newHeader;
            closed |= isRecord(terminator, line, next);
            line = next;
        }
        if (!isBlank(start, file.length)) parts.accept(message(start, file.length, opened, closed));
    }

    private FilePart message(int from, int to, boolean opened, boolean closed) {
        String fault = !opened
                ? "the file does not begin with a header record H"
                : closed ? "" : "the message has no terminator record L";
        return new FilePart(Arrays.copyOfRange(file, from, to), fault);
    }

    /** FHS, BHS, BTS and FTS lines envelope a batch and belong to no message (HL7 v2, 2.10.3). */
    private void hl7(Consumer<FilePart> parts) {
        int start = begin;
        boolean opened = false;
        for (int line = begin; line < file.length; line = nextLine(line)) {
            boolean message = starts("MSH", line);
            boolean envelope = starts("FHS", line) || starts("BHS", line) || starts("BTS", line) || starts("FTS", line);
            if (!message && !envelope) continue;
            if (!isBlank(start, line)) parts.accept(hl7(start, line, opened));
            start = envelope ? nextLine(line) : line;
            opened = message;
        }
        if (!isBlank(start, file.length)) parts.accept(hl7(start, file.length, opened));
    }

    private FilePart hl7(int from, int to, boolean opened) {
        return new FilePart(
                Arrays.copyOfRange(file, from, to), opened ? "" : "the file does not begin with MSH, FHS or BHS");
    }

    private boolean starts(String name, int offset) {
        for (int i = 0; i < name.length(); i++) if (at(offset + i * unit) != name.charAt(i)) return false;
        return true;
    }

    /** Each record with the header lines before it; a line end between quotes belongs to the record (RFC 4180). */
    private void delimited(int headerLines, Consumer<FilePart> parts) {
        int line = begin;
        for (int i = 0; i < headerLines && line < file.length; i++) line = nextRecord(line);
        byte[] header = Arrays.copyOfRange(file, begin, line);
        while (line < file.length) {
            int next = nextRecord(line);
            if (!isBlank(line, next)) {
                byte[] bytes = Arrays.copyOf(header, header.length + next - line);
                System.arraycopy(file, line, bytes, header.length, next - line);
                parts.accept(new FilePart(bytes, ""));
            }
            line = next;
        }
    }

    private int nextRecord(int offset) {
        boolean quoted = false;
        int i = offset;
        while (i < file.length && (quoted || !isLineEnd(i))) {
            if (at(i) == '"') quoted = !quoted;
            i += unit;
        }
        return nextLine(Math.min(i, file.length));
    }
}
