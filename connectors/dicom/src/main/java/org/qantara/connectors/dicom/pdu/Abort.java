package org.qantara.connectors.dicom.pdu;

/** A-ABORT (PS3.8 section 9.3.8, table 9-26). */
public record Abort(int source, int reason) implements Pdu {
    public static final int SOURCE_USER = 0;
    public static final int SOURCE_PROVIDER = 2;

    public static final int REASON_NOT_SPECIFIED = 0;
    public static final int UNRECOGNIZED_PDU = 1;
    public static final int UNEXPECTED_PDU = 2;
    public static final int UNRECOGNIZED_PARAMETER = 4;
    public static final int UNEXPECTED_PARAMETER = 5;
    public static final int INVALID_PARAMETER_VALUE = 6;

    public static final Abort BY_USER = new Abort(SOURCE_USER, REASON_NOT_SPECIFIED);

    public static Abort byProvider(int reason) {
        return new Abort(SOURCE_PROVIDER, reason);
    }
}
