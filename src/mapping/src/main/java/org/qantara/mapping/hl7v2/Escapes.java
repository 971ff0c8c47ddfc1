package org.qantara.mapping.hl7v2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;

/** Escape sequences of text fields (HL7 v2.5.1 chapter 2.7): delimiters, hexadecimal bytes, formatting commands. */
final class Escapes {
    private Escapes() {}

    /**
     * Replaces the escape sequences of a text; what is no sequence stays as it is.
     *
     * <p>{@code \F\ \S\ \T\ \R\ \E\ \P\} become the delimiters, {@code \X0D0A\} the bytes in the message's charset,
     * {@code \.br\ \.ce\} one line end, {@code \.sp3\} three; highlighting and other formatting commands vanish.
     */
    static String decode(String text, Delimiters delimiters, Charset charset) {
        char escape = (char) delimiters.escape();
        int at = escape == 0 ? -1 : text.indexOf(escape);
        if (at < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        while (at >= 0) {
            int end = text.indexOf(escape, at + 1);
            if (end < 0) {
                break;
            }
            out.append(text, from, at);
            if (sequence(text, at + 1, end, delimiters, charset, out)) {
                from = end + 1;
                at = text.indexOf(escape, from);
            } else {
                out.append(escape);
                from = at + 1;
                at = end;
            }
        }
        return out.append(text, from, text.length()).toString();
    }

    private static boolean sequence(
            String text, int from, int end, Delimiters delimiters, Charset charset, StringBuilder out) {
        if (end == from) {
            return false;
        }
        char first = text.charAt(from);
        if (end == from + 1) {
            switch (first) {
                case 'F' -> out.append((char) delimiters.field());
                case 'S' -> out.append((char) delimiters.component());
                case 'T' -> out.append((char) delimiters.subComponent());
                case 'R' -> out.append((char) delimiters.repetition());
                case 'E' -> out.append((char) delimiters.escape());
                case 'P' -> out.append('#');
                case 'H', 'N' -> {} // highlighting has no place in plain text
                default -> {
                    return false;
                }
            }
            return true;
        }
        return switch (first) {
            case 'X' -> hexadecimal(text, from + 1, end, charset, out);
            case '.' -> formatting(text.substring(from + 1, end), out);
            case 'C', 'M', 'Z' ->
                hexadecimalDigits(text, from + 1, end); // charset switches: Java's charset has done it
            default -> false;
        };
    }

    private static boolean hexadecimalDigits(String text, int from, int end) {
        for (int i = from; i < end; i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean hexadecimal(String text, int from, int end, Charset charset, StringBuilder out) {
        if ((end - from) % 2 != 0 || !hexadecimalDigits(text, from, end)) {
            return false;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((end - from) / 2);
        for (int i = from; i < end; i += 2) {
            bytes.write(Character.digit(text.charAt(i), 16) * 16 + Character.digit(text.charAt(i + 1), 16));
        }
        out.append(bytes.toString(charset));
        return true;
    }

    private static boolean formatting(String command, StringBuilder out) {
        if (command.equals("br") || command.equals("ce")) {
            out.append('\n');
            return true;
        }
        if (command.startsWith("sp")) {
            out.append("\n".repeat(count(command.substring(2))));
            return true;
        }
        return command.startsWith("in")
                || command.startsWith("ti")
                || command.startsWith("sk")
                || command.equals("fi")
                || command.equals("nf");
    }

    private static int count(String digits) {
        if (digits.isEmpty() || digits.length() > 2 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 1;
        }
        return Integer.parseInt(digits);
    }
}
