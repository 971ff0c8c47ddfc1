package org.qantara.connectors.dicom.dimse;

/** Values of Status (0000,0900) that this stack sends or judges (PS3.7 annex C, PS3.4 table B.2-1). */
public final class Status {
    public static final int SUCCESS = 0x0000;
    public static final int PROCESSING_FAILURE = 0x0110;
    public static final int DUPLICATE_SOP_INSTANCE = 0x0111;
    public static final int INVALID_SOP_INSTANCE = 0x0117;
    public static final int SOP_CLASS_NOT_SUPPORTED = 0x0122;
    public static final int NOT_AUTHORIZED = 0x0124;
    public static final int UNRECOGNIZED_OPERATION = 0x0211;
    public static final int OUT_OF_RESOURCES = 0xA700;
    public static final int DATA_SET_DOES_NOT_MATCH_SOP_CLASS = 0xA900;
    public static final int CANNOT_UNDERSTAND = 0xC000;

    private Status() {}

    /** True for warnings of storage: stored, with a remark (PS3.4 table B.2-1). */
    public static boolean isWarning(int status) {
        return status == 0x0001 || (status & 0xF000) == 0xB000 || status == 0x0107 || status == 0x0116;
    }

    /** {@code A700H}. */
    public static String text(int status) {
        return "%04XH".formatted(status);
    }
}
