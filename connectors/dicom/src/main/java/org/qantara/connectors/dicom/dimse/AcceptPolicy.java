package org.qantara.connectors.dicom.dimse;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.association.Peer;
import org.qantara.connectors.dicom.pdu.UserInformation.UserIdentity;

/**
 * Who may call, and what for. An AE title alone is no authentication: bind it to addresses or certificates.
 *
 * @param calledAeTitle our title; compared without case, as some devices change it
 * @param callingAeTitles titles that may call; empty for any
 * @param peers addresses or networks ({@code 10.1.2.0/24}) that may call; empty for any
 * @param certificates subjects of client certificates that may call; empty for any
 * @param passcodes by user name: when not empty, a user identity with user name and passcode is required
 * @param sopClasses abstract syntaxes that are accepted; verification always is
 * @param anySopClass true accepts unknown (private) ones too
 * @param transferSyntaxes accepted transfer syntaxes
 * @param operationsMax most outstanding operations per association (asynchronous operations window)
 */
public record AcceptPolicy(
        String calledAeTitle,
        Set<String> callingAeTitles,
        Set<Network> peers,
        Set<String> certificates,
        Map<String, String> passcodes,
        Set<String> sopClasses,
        boolean anySopClass,
        Set<String> transferSyntaxes,
        int operationsMax) {
    public AcceptPolicy {
        if (calledAeTitle.isBlank() || calledAeTitle.length() > 16) {
            throw new IllegalArgumentException("AE title \"" + calledAeTitle + "\" must have 1 to 16 characters");
        }
        if (operationsMax < 1 || operationsMax > 0xFFFF) {
            throw new IllegalArgumentException("operationsMax is " + operationsMax + ", expected 1 to 65535");
        }
        callingAeTitles = Set.copyOf(callingAeTitles);
        peers = Set.copyOf(peers);
        certificates = Set.copyOf(certificates);
        passcodes = Map.copyOf(passcodes);
        sopClasses = Set.copyOf(sopClasses);
        transferSyntaxes = Set.copyOf(transferSyntaxes);
    }

    boolean mayCall(String callingAeTitle, Peer peer) {
        String certificate = peer.certificateSubject();
        return (callingAeTitles.isEmpty() || callingAeTitles.stream().anyMatch(callingAeTitle::equalsIgnoreCase))
                && (peers.isEmpty()
                        || peers.stream()
                                .anyMatch(network ->
                                        network.contains(peer.address().getAddress())))
                && (certificates.isEmpty() || certificate != null && certificates.contains(certificate));
    }

    /** True when no identity is asked for, or this one has the right passcode (PS3.7 annex D.3.3.7). */
    boolean identified(@Nullable UserIdentity identity) {
        if (passcodes.isEmpty()) {
            return true;
        }
        if (identity == null || identity.type() != 2) {
            return false;
        }
        String expected = passcodes.get(new String(identity.primary(), StandardCharsets.UTF_8));
        return expected != null
                && MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), identity.secondary());
    }

    /** Never shows a passcode. */
    @Override
    public String toString() {
        return "AcceptPolicy[" + calledAeTitle + "]";
    }

    /** Whether instances of the class are stored. */
    public boolean takes(String sopClass) {
        return anySopClass || sopClasses.contains(sopClass);
    }
}
