package org.qantara.connectors.dicom.part10;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a stored instance came from.
 *
 * @param peer address and port, {@code 127.0.0.1:53412}
 * @param peerCertificate subject of the verified client certificate, null without one
 * @param receivedAt when the last byte arrived, to the millisecond
 */
public record Provenance(
        String callingAeTitle,
        String calledAeTitle,
        String peer,
        int localPort,
        @Nullable String peerCertificate,
        Instant receivedAt) {
    Provenance receivedAt(Instant at) {
        return new Provenance(callingAeTitle, calledAeTitle, peer, localPort, peerCertificate, at);
    }
}
