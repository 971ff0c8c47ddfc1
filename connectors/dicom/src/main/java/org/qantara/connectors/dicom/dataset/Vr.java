package org.qantara.connectors.dicom.dataset;

import org.jspecify.annotations.Nullable;

/** Value representations (PS3.5 table 6.2-1) and how each is laid out. */
public enum Vr {
    AE(Kind.TEXT),
    AS(Kind.TEXT),
    AT(Kind.NUMBER, 4),
    CS(Kind.TEXT),
    DA(Kind.TEXT),
    DS(Kind.TEXT),
    DT(Kind.TEXT),
    FD(Kind.NUMBER, 8),
    FL(Kind.NUMBER, 4),
    IS(Kind.TEXT),
    LO(Kind.CHARSET_TEXT),
    LT(Kind.SINGLE_TEXT),
    OB(Kind.BYTES, 1, true),
    OD(Kind.BYTES, 8, true),
    OF(Kind.BYTES, 4, true),
    OL(Kind.BYTES, 4, true),
    OV(Kind.BYTES, 8, true),
    OW(Kind.BYTES, 2, true),
    PN(Kind.CHARSET_TEXT),
    SH(Kind.CHARSET_TEXT),
    SL(Kind.NUMBER, 4),
    SQ(Kind.SEQUENCE, 0, true),
    SS(Kind.NUMBER, 2),
    ST(Kind.SINGLE_TEXT),
    SV(Kind.NUMBER, 8, true),
    TM(Kind.TEXT),
    UC(Kind.CHARSET_TEXT, 0, true),
    UI(Kind.TEXT),
    UL(Kind.NUMBER, 4),
    UN(Kind.BYTES, 1, true),
    UR(Kind.TEXT, 0, true),
    US(Kind.NUMBER, 2),
    UT(Kind.SINGLE_TEXT, 0, true),
    UV(Kind.NUMBER, 8, true);

    /** What the value's bytes are. */
    public enum Kind {
        /** Values parted by backslash, default character repertoire. */
        TEXT,
        /** Values parted by backslash, in the Specific Character Set. */
        CHARSET_TEXT,
        /** One value in the Specific Character Set; a backslash is an ordinary character. */
        SINGLE_TEXT,
        /** Fixed width binary numbers, or tags for AT. */
        NUMBER,
        BYTES,
        SEQUENCE
    }

    private final Kind kind;
    private final int width;
    private final boolean longLength;

    Vr(Kind kind) {
        this(kind, 0);
    }

    Vr(Kind kind, int width) {
        this(kind, width, false);
    }

    Vr(Kind kind, int width, boolean longLength) {
        this.kind = kind;
        this.width = width;
        this.longLength = longLength;
    }

    public Kind kind() {
        return kind;
    }

    /** Bytes per value of a number, per word of a byte value (for byte order); 0 for others. */
    public int width() {
        return width;
    }

    /** True when the explicit encoding has two reserved bytes and a four byte length (PS3.5 section 7.1.2). */
    public boolean longLength() {
        return longLength;
    }

    /** The representation with these two letters, or null. */
    public static @Nullable Vr of(int first, int second) {
        for (Vr vr : values()) {
            if (vr.name().charAt(0) == first && vr.name().charAt(1) == second) {
                return vr;
            }
        }
        return null;
    }
}
