package org.qantara.connectors.dicom.dimse;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the sender.
 *
 * @param peer address and port, {@code 127.0.0.1:53412}
 * @param peerCertificate subject of the verified client certificate, null without one
 */
public record AssociationInfo(
        String callingAeTitle, String calledAeTitle, String peer, int localPort, @Nullable String peerCertificate) {}
