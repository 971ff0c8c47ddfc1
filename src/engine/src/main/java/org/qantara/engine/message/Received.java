package org.qantara.engine.message;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One message as a connector hands it over: the bytes exactly as received and what is known of their way.
 *
 * @param protocol {@code mllp}, {@code dicom}, {@code astm}, {@code hprim}, {@code file}, {@code http}
 * @param format what the body is: {@code hl7v2}, {@code dicom+json}, {@code astm}, {@code hprim}, {@code csv}
 * @param peer address and port of the sender
 * @param receivedAt when the last byte arrived
 * @param charset Java charset name that was decided on
 * @param charsetSource {@code declared}, {@code facility}, {@code assumed}, {@code bom}
 * @param peerCertificate subject of the client certificate
 * @param transportFault why the body is not a whole message; null when it is
 */
public record Received(
        FacilityRoute route,
        String protocol,
        String format,
        String peer,
        int port,
        OffsetDateTime receivedAt,
        String charset,
        String charsetSource,
        @Nullable String peerCertificate,
        @Nullable String transportFault,
        byte[] body) {

    /** The same way with another body: used where the ledger reads the body apart from the row. */
    public Received withBody(byte[] other) {
        return new Received(
                route,
                protocol,
                format,
                peer,
                port,
                receivedAt,
                charset,
                charsetSource,
                peerCertificate,
                transportFault,
                other);
    }
}
