package org.qantara.mapping.hl7v2;

/**
 * The delimiters of one message (HL7 v2.5.1 chapter 2.5.4), as the bytes that stand in MSH-1 and MSH-2.
 *
 * <p>0 means that the sender declared none: nothing equals it, because a NUL never separates.
 */
record Delimiters(byte field, byte component, byte repetition, byte escape, byte subComponent) {

    /** Reads MSH-1 and MSH-2; {@code at} is the byte after the segment name. */
    static Delimiters read(byte[] body, int at, int end, String header) throws Hl7Unreadable {
        if (at >= end) {
            throw new Hl7Unreadable(
                    "BAD-DELIMITERS", header + "-1", "the header segment ends before the field separator");
        }
        byte field = body[at];
        if (!isDelimiter(field)) {
            throw new Hl7Unreadable(
                    "BAD-DELIMITERS", header + "-1", "the field separator must be a printable sign, usually |");
        }
        byte[] declared = new byte[4];
        int count = 0;
        int i = at + 1;
        while (i < end && body[i] != field && body[i] != '\r' && body[i] != '\n') {
            if (count < declared.length) {
                byte sign = body[i];
                if (!isDelimiter(sign)) {
                    throw new Hl7Unreadable(
                            "BAD-DELIMITERS",
                            header + "-2",
                            "encoding characters must be printable signs, usually ^~\\&");
                }
                if (count == 3 && sign == declared[2]) {
                    i++; // ^~\\\\&: a backslash doubled by a sender's own escaping
                    continue;
                }
                for (int k = 0; k < count; k++) {
                    if (declared[k] == sign) {
                        throw new Hl7Unreadable(
                                "BAD-DELIMITERS",
                                header + "-2",
                                "two encoding characters are the same, usual are ^~\\&");
                    }
                }
                declared[count++] = sign;
            } else if (count > 4) {
                throw new Hl7Unreadable(
                        "BAD-DELIMITERS", header + "-2", "more than five encoding characters, usual are ^~\\&");
            } else {
                count++; // the truncation character of 2.7, which separates nothing
            }
            i++;
        }
        if (count == 0) {
            throw new Hl7Unreadable("BAD-DELIMITERS", header + "-2", "no encoding characters, usual are ^~\\&");
        }
        return new Delimiters(field, declared[0], declared[1], declared[2], declared[3]);
    }

    private static boolean isDelimiter(byte b) {
        boolean alphanumeric = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
        return b > ' ' && b < 127 && !alphanumeric && b != '"';
    }

    /** Whether the byte separates something: such bytes alone do not value a field. */
    boolean separates(byte b) {
        return b == component || b == repetition || b == subComponent;
    }
}
