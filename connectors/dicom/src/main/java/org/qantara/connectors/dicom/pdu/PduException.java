package org.qantara.connectors.dicom.pdu;

/** Bytes that are no DICOM PDU: carries the reason that goes into the A-ABORT (PS3.8 table 9-26). The connection cannot go on. */
public final class PduException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int abortReason;

    public PduException(int abortReason, String message) {
        super(message);
        this.abortReason = abortReason;
    }

    public int abortReason() {
        return abortReason;
    }
}
