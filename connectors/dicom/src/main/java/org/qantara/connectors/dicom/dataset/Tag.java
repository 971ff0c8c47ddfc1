package org.qantara.connectors.dicom.dataset;

/** Data element tags as ints, group in the upper half. Only those that this stack itself looks at have names here. */
public final class Tag {
    public static final int TRANSFER_SYNTAX_UID = 0x00020010;
    public static final int SPECIFIC_CHARACTER_SET = 0x00080005;
    public static final int SOP_CLASS_UID = 0x00080016;
    public static final int SOP_INSTANCE_UID = 0x00080018;
    public static final int STUDY_INSTANCE_UID = 0x0020000D;
    public static final int SERIES_INSTANCE_UID = 0x0020000E;
    public static final int PIXEL_REPRESENTATION = 0x00280103;
    public static final int ENCAPSULATED_DOCUMENT = 0x00420011;
    public static final int MIME_TYPE_OF_ENCAPSULATED_DOCUMENT = 0x00420012;
    public static final int ENCAPSULATED_DOCUMENT_LENGTH = 0x00420015;
    public static final int PIXEL_DATA = 0x7FE00010;
    public static final int FLOAT_PIXEL_DATA = 0x7FE00008;
    public static final int DOUBLE_FLOAT_PIXEL_DATA = 0x7FE00009;
    public static final int DATA_SET_TRAILING_PADDING = 0xFFFCFFFC;
    public static final int ITEM = 0xFFFEE000;
    public static final int ITEM_DELIMITATION = 0xFFFEE00D;
    public static final int SEQUENCE_DELIMITATION = 0xFFFEE0DD;

    private Tag() {}

    public static int of(int group, int element) {
        return group << 16 | element;
    }

    public static int group(int tag) {
        return tag >>> 16;
    }

    public static int element(int tag) {
        return tag & 0xFFFF;
    }

    public static boolean isPrivate(int tag) {
        return (group(tag) & 1) == 1;
    }

    /** True for (gggg,0010) to (gggg,00FF) of a private group: who owns a block (PS3.5 section 7.8.1). */
    public static boolean isPrivateCreator(int tag) {
        return isPrivate(tag) && element(tag) >= 0x10 && element(tag) <= 0xFF;
    }

    /** True for pixel data in any of its three forms (PS3.3 section C.7.6.3 and following). */
    public static boolean isPixelData(int tag) {
        return tag == PIXEL_DATA || tag == FLOAT_PIXEL_DATA || tag == DOUBLE_FLOAT_PIXEL_DATA;
    }

    /** {@code (0010,0020)}. */
    public static String text(int tag) {
        return "(%04X,%04X)".formatted(group(tag), element(tag));
    }

    /** {@code 00100020}, the key of DICOM JSON. */
    public static String hex(int tag) {
        return "%08X".formatted(tag);
    }
}
