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
 * @param contentDigest digest of what the body stands for, by the connector, where the body itself differs from one sending to the next
 *     (a DICOM data set names its stored object); null = the body is the content
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
        @Nullable String contentDigest,
        byte[] body) {

    /** Where the body is the content. */
    public Received(
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
        this(
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
                null,
                body);
    }

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
                contentDigest,
                other);
    }
}
