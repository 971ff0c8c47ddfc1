package org.qantara.connectors.dicom.pdu;

/** A-ASSOCIATE-RJ (PS3.8 section 9.3.4, table 9-21): the association is refused. */
public record AssociateRj(int result, int source, int reason) implements Pdu {
    public static final int PERMANENT = 1;
    public static final int TRANSIENT = 2;
    public static final int SOURCE_USER = 1;
    public static final int SOURCE_ACSE = 2;
    public static final int SOURCE_PRESENTATION = 3;

    public static final AssociateRj CALLING_AE_NOT_RECOGNIZED = new AssociateRj(PERMANENT, SOURCE_USER, 3);
    public static final AssociateRj CALLED_AE_NOT_RECOGNIZED = new AssociateRj(PERMANENT, SOURCE_USER, 7);
    public static final AssociateRj APPLICATION_CONTEXT_NOT_SUPPORTED = new AssociateRj(PERMANENT, SOURCE_USER, 2);
    public static final AssociateRj NO_REASON = new AssociateRj(PERMANENT, SOURCE_USER, 1);
    public static final AssociateRj PROTOCOL_VERSION_NOT_SUPPORTED = new AssociateRj(PERMANENT, SOURCE_ACSE, 2);
    public static final AssociateRj TEMPORARY_CONGESTION = new AssociateRj(TRANSIENT, SOURCE_PRESENTATION, 1);
    public static final AssociateRj LOCAL_LIMIT_EXCEEDED = new AssociateRj(TRANSIENT, SOURCE_PRESENTATION, 2);

    /** What the rejection means, in the words of PS3.8 table 9-21. */
    public String meaning() {
        String how = result == TRANSIENT ? "rejected for now: " : "rejected: ";
        return how
                + switch (source * 10 + reason) {
                    case 11, 21 -> "no reason given";
                    case 12 -> "application context name not supported";
                    case 13 -> "calling AE title not recognized";
                    case 17 -> "called AE title not recognized";
                    case 22 -> "protocol version not supported";
                    case 31 -> "temporary congestion";
                    case 32 -> "local limit exceeded";
                    default -> "reserved reason " + reason + " of source " + source;
                };
    }
}
