package org.qantara.connectors.dicom.dimse;

/** Values of Command Field (0000,0100) (PS3.7 annex E.1); a response has bit 8000H set. */
public final class Command {
    public static final int C_STORE_RQ = 0x0001;
    public static final int C_GET_RQ = 0x0010;
    public static final int C_FIND_RQ = 0x0020;
    public static final int C_MOVE_RQ = 0x0021;
    public static final int C_ECHO_RQ = 0x0030;
    public static final int C_CANCEL_RQ = 0x0FFF;
    public static final int RESPONSE = 0x8000;

    /** Value of Command Data Set Type (0000,0800) for "no data set"; every other value means there is one. */
    public static final int NO_DATA_SET = 0x0101;

    private Command() {}
}
