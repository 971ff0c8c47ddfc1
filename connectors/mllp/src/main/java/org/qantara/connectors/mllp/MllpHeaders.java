package org.qantara.connectors.mllp;

/** Names of the exchange headers ({@code src/docs/architecture.md}, section 1). */
public final class MllpHeaders {
    /** {@code mllp}. */
    public static final String PROTOCOL = "QantaraProtocol";
    /** {@code hl7v2}. */
    public static final String FORMAT = "QantaraFormat";
    /** Address and port of the sender, {@code 127.0.0.1:53412}. */
    public static final String PEER = "QantaraPeer";
    /** The local port, an Integer. */
    public static final String PORT = "QantaraPort";
    /** ISO-8601 with offset, when the last byte arrived. */
    public static final String RECEIVED_AT = "QantaraReceivedAt";
    /** Java name of the character set that was decided on. */
    public static final String CHARSET = "QantaraCharset";
    /** {@code declared}, {@code facility}, {@code assumed}, {@code bom}, {@code unknown}. */
    public static final String CHARSET_SOURCE = "QantaraCharsetSource";
    /** Subject of the client certificate; only with mutual TLS. */
    public static final String PEER_CERTIFICATE = "QantaraPeerCertificate";
    /** Set when the body is not a whole message. */
    public static final String TRANSPORT_FAULT = "QantaraTransportFault";
    /** Opaque; set when the sender waits for an application acknowledgement of the enhanced mode: {@link MllpConnections#answer}. */
    public static final String REPLY_TO = "QantaraReplyTo";

    /** {@code accepted}, {@code refused}, {@code unavailable}. */
    public static final String OUTCOME = "QantaraOutcome";
    /** Symbolic code of whoever judged. */
    public static final String ERROR_CODE = "QantaraErrorCode";
    /** HL7 table 0008 in the original mode; on the answer of the producer the code of the acknowledgement as it came. */
    public static final String ACK_CODE = "QantaraAckCode";
    /** HL7 table 0357. */
    public static final String HL7_ERROR = "QantaraHl7Error";
    /** HL7 ERR-2 form. */
    public static final String ERROR_LOCATION = "QantaraErrorLocation";
    /** One sentence for people, no patient data. */
    public static final String ERROR_TEXT = "QantaraErrorText";

    private MllpHeaders() {}
}
