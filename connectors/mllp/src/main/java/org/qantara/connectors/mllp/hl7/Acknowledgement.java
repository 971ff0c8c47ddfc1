package org.qantara.connectors.mllp.hl7;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An acknowledgement as it was received (HL7 v2 chapter 2, MSA and ERR).
 *
 * @param code MSA-1, table 0008: {@code AA AE AR CA CE CR}
 * @param messageControlId MSA-2: which message is meant, one character per byte
 * @param hl7Error the code of ERR-3.1, or of ERR-1.4.1 before 2.5; empty when there is none
 * @param text MSA-3, else ERR-7, else ERR-8; may quote the message: not for logs
 * @param bytes the whole message
 */
public record Acknowledgement(String code, String messageControlId, String hl7Error, String text, byte[] bytes) {

    /** Reads an acknowledgement; null when the bytes are none. */
    public static @Nullable Acknowledgement read(byte[] bytes) {
        Msh msh = Msh.read(bytes, StandardCharsets.ISO_8859_1);
        if (msh == null) {
            return null;
        }
        String[] msa = {};
        String[] err = {};
        for (String segment : new String(bytes, StandardCharsets.ISO_8859_1).split("[\r\n]+", 100)) {
            String[] fields = segment.split(Pattern.quote(String.valueOf(msh.fieldSeparator())), -1);
            if (fields[0].equals("MSA") && msa.length == 0) {
                msa = fields;
            } else if (fields[0].equals("ERR") && err.length == 0) {
                err = fields;
            }
        }
        if (!field(msa, 1).strip().matches("[AC][AER]")) {
            return null;
        }
        String coded = part(field(err, 3), msh.componentSeparator(), 0);
        String before25 = part(part(field(err, 1), msh.componentSeparator(), 3), msh.subcomponentSeparator(), 0);
        String text = firstOf(field(msa, 3), field(err, 7), field(err, 8));
        return new Acknowledgement(field(msa, 1).strip(), field(msa, 2), firstOf(coded, before25), text, bytes);
    }

    /** The MSH-10 of a message, one character per byte, as {@link #messageControlId} compares with; empty when there is none. */
    public static String controlIdOf(byte[] message) {
        Msh msh = Msh.read(message, StandardCharsets.ISO_8859_1);
        return msh == null ? "" : msh.messageControlId();
    }

    public boolean positive() {
        return code.endsWith("A");
    }

    /** CA, CE or CR: the receiver has or has not kept the message; whether it could use it is another acknowledgement. */
    public boolean commit() {
        return code.startsWith("C");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Acknowledgement that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Without text and control id, which may identify a patient. */
    @Override
    public String toString() {
        return "Acknowledgement[" + code + (hl7Error.isEmpty() ? "" : ", error " + hl7Error) + ", " + bytes.length
                + " bytes]";
    }

    private static String field(String[] fields, int number) {
        return number < fields.length ? fields[number] : "";
    }

    private static String part(String text, char separator, int index) {
        String[] parts = text.split(Pattern.quote(String.valueOf(separator)), -1);
        return index < parts.length ? parts[index] : "";
    }

    private static String firstOf(String... texts) {
        return Arrays.stream(texts).filter(text -> !text.isEmpty()).findFirst().orElse("");
    }
}
