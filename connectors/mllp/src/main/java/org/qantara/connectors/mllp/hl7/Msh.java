package org.qantara.connectors.mllp.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header segment of a message as the sender wrote it (HL7 v2 chapter 2, MSH; also BHS and FHS, whose first fields are the same).
 *
 * <p>Field texts are in a <em>view</em>: where delimiters can be found in the bytes, one character per byte (ISO-8859-1), so that what is echoed
 * goes back byte for byte even when the sender declared a wrong character set; else in the message's own character set.
 *
 * @param segment {@code MSH}, {@code BHS} or {@code FHS}
 * @param fields the texts between the separators from MSH-2 on: {@code fields.get(0)} is MSH-2
 * @param view how {@code fields} were made from bytes, and how to turn them back
 */
public record Msh(String segment, char fieldSeparator, List<String> fields, Charset view) {
    static final int SEGMENT_BYTES_MAX = 16 * 1024;
    private static final int FIELDS_MAX = 64;
    private static final int LEADING_BLANKS_MAX = 16;

    /** Reads the header at the beginning of {@code message}, after a byte order mark or line ends; null when there is none. */
    static @Nullable Msh read(byte[] message, Charset charset) {
        int start = start(message);
        return start < 0 ? null : readAt(message, start, charset);
    }

    /** Reads the header that begins at {@code start}; null when the bytes there are none. */
    static @Nullable Msh readAt(byte[] message, int start, Charset charset) {
        if (message.length - start < 5) {
            return null;
        }
        String segment = new String(message, start, 3, StandardCharsets.ISO_8859_1);
        char separator = (char) (message[start + 3] & 0xFF);
        if (!(segment.equals("MSH") || segment.equals("BHS") || segment.equals("FHS")) || !isDelimiter(separator)) {
            return null;
        }
        int end = start + 4;
        int limit = (int) Math.min(message.length, (long) start + SEGMENT_BYTES_MAX);
        while (end < limit && message[end] != '\r' && message[end] != '\n') {
            end++;
        }
        Charset view = Table0211.delimitersAreBytes(charset) ? StandardCharsets.ISO_8859_1 : charset;
        String text = new String(message, start + 4, end - start - 4, view);
        return new Msh(segment, separator, split(text, separator), view);
    }

    /** Where the header may begin: after a UTF-8 byte order mark and a few line ends or blanks; -1 when there is nothing else. */
    static int start(byte[] message) {
        int at = hasUtf8ByteOrderMark(message) ? 3 : 0;
        int limit = Math.min(message.length, at + LEADING_BLANKS_MAX);
        while (at < limit
                && (message[at] == '\r' || message[at] == '\n' || message[at] == ' ' || message[at] == '\t')) {
            at++;
        }
        return at < limit ? at : -1;
    }

    static boolean hasUtf8ByteOrderMark(byte[] message) {
        return message.length >= 3
                && message[0] == (byte) 0xEF
                && message[1] == (byte) 0xBB
                && message[2] == (byte) 0xBF;
    }

    /** The field by its number in the standard, from 2; empty when absent. MSH-1 is {@link #fieldSeparator}. */
    public String field(int number) {
        return number >= 2 && number - 2 < fields.size() ? fields.get(number - 2) : "";
    }

    /** One component (from 1) of the first repetition of a field; empty when absent. */
    public String component(int field, int component) {
        String repetition = part(field(field), repetitionSeparator(), 1);
        return part(repetition, componentSeparator(), component);
    }

    public String messageControlId() {
        return field(10);
    }

    /** A BHS or FHS as the header of a message with the same sides and the batch's id, to be answered like one. An MSH is itself. */
    Msh asMessageHeader() {
        return segment.equals("MSH")
                ? this
                : new Msh(
                        "MSH",
                        fieldSeparator,
                        List.of(field(2), field(3), field(4), field(5), field(6), "", "", "", field(11)),
                        view);
    }

    /** MSH-12.1, for example {@code 2.5.1}. */
    public String versionId() {
        return component(12, 1).strip();
    }

    /** MSH-9.2, for example {@code A01}. */
    public String triggerEvent() {
        return component(9, 2);
    }

    public char componentSeparator() {
        return encodingCharacter(0, '^');
    }

    public char repetitionSeparator() {
        return encodingCharacter(1, '~');
    }

    public char escapeCharacter() {
        return encodingCharacter(2, '\\');
    }

    public char subcomponentSeparator() {
        return encodingCharacter(3, '&');
    }

    private char encodingCharacter(int index, char standard) {
        String characters = field(2);
        return index < characters.length() && isDelimiter(characters.charAt(index))
                ? characters.charAt(index)
                : standard;
    }

    private static boolean isDelimiter(char c) {
        return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator);
                at >= 0 && parts.size() < FIELDS_MAX - 1;
                at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return List.copyOf(parts);
    }

    private static String part(String text, char separator, int number) {
        int from = 0;
        for (int i = 1; i < number; i++) {
            int at = text.indexOf(separator, from);
            if (at < 0) {
                return "";
            }
            from = at + 1;
        }
        int end = text.indexOf(separator, from);
        return end < 0 ? text.substring(from) : text.substring(from, end);
    }
}
