package org.qantara.connectors.dicom.dataset;

import java.util.Set;

/**
 * How a data set is encoded (PS3.5 chapter 10 and annex A). Every transfer syntax but three has the data set in explicit
 * VR little endian; what differs is the pixel data, which is opaque here.
 *
 * @param deflated the data set is one raw deflate stream (RFC 1951), so offsets count in the inflated bytes
 */
public record TransferSyntax(String uid, boolean explicitVr, boolean bigEndian, boolean deflated) {
    /** Deflated explicit VR, and the two JPIP ones that deflate. */
    private static final Set<String> DEFLATED =
            Set.of(Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, "1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.205");
    /** Private: implicit VR little endian with big endian pixels (GE). */
    private static final String GE_IMPLICIT = "1.2.840.113619.5.2";

    public static final TransferSyntax IMPLICIT = of(Uids.IMPLICIT_VR_LITTLE_ENDIAN);
    public static final TransferSyntax EXPLICIT = of(Uids.EXPLICIT_VR_LITTLE_ENDIAN);

    public static TransferSyntax of(String uid) {
        boolean implicit = uid.equals(Uids.IMPLICIT_VR_LITTLE_ENDIAN) || uid.equals(GE_IMPLICIT);
        return new TransferSyntax(uid, !implicit, uid.equals(Uids.EXPLICIT_VR_BIG_ENDIAN), DEFLATED.contains(uid));
    }
}
