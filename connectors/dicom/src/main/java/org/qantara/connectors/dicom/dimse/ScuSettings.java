package org.qantara.connectors.dicom.dimse;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.association.AssociationSettings;
import org.qantara.connectors.dicom.pdu.UserInformation.UserIdentity;

/**
 * How we call others.
 *
 * @param callingAeTitle our title
 * @param tls null for plain TCP
 * @param identity user name and passcode, when the peer wants them
 * @param dimseTimeoutMs how long a peer may take for one response
 */
public record ScuSettings(
        String callingAeTitle,
        @Nullable SSLContext tls,
        @Nullable UserIdentity identity,
        int dimseTimeoutMs,
        AssociationSettings association) {
    public ScuSettings {
        if (callingAeTitle.isBlank() || callingAeTitle.length() > 16) {
            throw new IllegalArgumentException("AE title \"" + callingAeTitle + "\" must have 1 to 16 characters");
        }
    }

    public static ScuSettings plain(String callingAeTitle) {
        return new ScuSettings(callingAeTitle, null, null, 60_000, AssociationSettings.DEFAULT);
    }
}
