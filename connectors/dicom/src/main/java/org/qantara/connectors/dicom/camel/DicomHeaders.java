package org.qantara.connectors.dicom.camel;

/** Exchange headers: the connector's contract with the inbox, and what only DICOM has. */
public final class DicomHeaders {
    public static final String PROTOCOL = "QantaraProtocol";
    public static final String FORMAT = "QantaraFormat";
    public static final String PEER = "QantaraPeer";
    public static final String PORT = "QantaraPort";
    public static final String RECEIVED_AT = "QantaraReceivedAt";
    public static final String CHARSET = "QantaraCharset";
    public static final String CHARSET_SOURCE = "QantaraCharsetSource";
    public static final String PEER_CERTIFICATE = "QantaraPeerCertificate";

    /** Read after the route: {@code accepted}, {@code refused}, {@code unavailable}. */
    public static final String OUTCOME = "QantaraOutcome";

    /** Read after the route when refused; set by the producer. Integer. */
    public static final String STATUS = "QantaraDicomStatus";

    /** Read after the route when refused: the Error Comment. Set by the producer to that of a peer that fails. */
    public static final String ERROR_TEXT = "QantaraErrorText";

    /** String: calling AE title, a claim of the sender. */
    public static final String CALLING_AE_TITLE = "QantaraDicomCallingAeTitle";

    /** String: called AE title. */
    public static final String CALLED_AE_TITLE = "QantaraDicomCalledAeTitle";

    /** String: the spool's id of the object, as in the body's Retrieve URL. */
    public static final String OBJECT = "QantaraDicomObject";

    /** String: path of the Part 10 file; also what the producer sends. */
    public static final String FILE = "QantaraDicomFile";

    /** String: SHA-256 of transfer syntax and data set, in hexadecimal: equal for the same bytes. */
    public static final String DIGEST = "QantaraDicomDigest";

    public static final String SOP_CLASS_UID = "QantaraDicomSopClassUid";
    public static final String SOP_INSTANCE_UID = "QantaraDicomSopInstanceUid";
    public static final String TRANSFER_SYNTAX_UID = "QantaraDicomTransferSyntaxUid";

    /** Boolean: true when other bytes were accepted under this SOP Instance UID before. */
    public static final String REPLACES = "QantaraDicomReplaces";

    /** Boolean: no message, but the news that the peer has released its association; the body is empty. */
    public static final String RELEASED = "QantaraDicomReleased";

    private DicomHeaders() {}
}
