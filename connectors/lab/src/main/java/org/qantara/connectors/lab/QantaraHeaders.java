package org.qantara.connectors.lab;

/** The exchange headers between connectors and inbox, as the architecture page lists them (section 1). */
public final class QantaraHeaders {
    public static final String PROTOCOL = "QantaraProtocol";
    public static final String FORMAT = "QantaraFormat";
    public static final String PEER = "QantaraPeer";
    public static final String PORT = "QantaraPort";
    public static final String RECEIVED_AT = "QantaraReceivedAt";
    public static final String CHARSET = "QantaraCharset";
    public static final String CHARSET_SOURCE = "QantaraCharsetSource";
    public static final String TRANSPORT_FAULT = "QantaraTransportFault";
    public static final String OUTCOME = "QantaraOutcome";

    private QantaraHeaders() {}
}
