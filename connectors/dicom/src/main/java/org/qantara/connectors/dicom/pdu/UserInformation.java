package org.qantara.connectors.dicom.pdu;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user information item (PS3.8 annex D.1, PS3.7 annex D.3.3). Sub-items that this stack does not know are skipped
 * by the decoder, as the standard asks.
 *
 * @param maxPduLength largest P-DATA-TF length (without the 6 byte header) that the sender of this item wants to
 *     receive; 0 means no limit
 * @param asyncWindow absent means 1 and 1: one operation at a time
 * @param userIdentity only in a request
 * @param userIdentityResponse only in an answer, when a positive response was asked for
 */
public record UserInformation(
        long maxPduLength,
        String implementationClassUid,
        @Nullable String implementationVersionName,
        @Nullable AsyncWindow asyncWindow,
        List<RoleSelection> roles,
        @Nullable UserIdentity userIdentity,
        @Nullable UserIdentityResponse userIdentityResponse) {
    public UserInformation {
        roles = List.copyOf(roles);
    }

    /** This implementation's class UID, from a UUID (PS3.5 annex B.2), fixed for all versions of this stack. */
    public static final String IMPLEMENTATION_CLASS_UID = "2.25.326804102199289161268951612379113731943";

    /** This implementation's version name, at most 16 characters. */
    public static final String IMPLEMENTATION_VERSION_NAME = "QANTARA_01";

    /** What this stack says of itself, without optional items. */
    public static UserInformation own(int maxPduLength) {
        return new UserInformation(
                maxPduLength, IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME, null, List.of(), null, null);
    }

    /** Asynchronous operations window (PS3.7 annex D.3.3.3); 0 means unlimited. */
    public record AsyncWindow(int invoked, int performed) {}

    /** SCP/SCU role selection (PS3.7 annex D.3.3.4). */
    public record RoleSelection(String sopClassUid, boolean scu, boolean scp) {}

    /**
     * User identity (PS3.7 annex D.3.3.7).
     *
     * @param type 1 user name, 2 user name and passcode, 3 Kerberos, 4 SAML, 5 JWT
     */
    public record UserIdentity(int type, boolean positiveResponseRequested, byte[] primary, byte[] secondary) {
        /** Never shows the credential. */
        @Override
        public String toString() {
            return "UserIdentity[type " + type + "]";
        }
    }

    /** The acceptor's server response to a user identity (PS3.7 table D.3-15); empty for user name and passcode. */
    public record UserIdentityResponse(byte[] serverResponse) {}
}
