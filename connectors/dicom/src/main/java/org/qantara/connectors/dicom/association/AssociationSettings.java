package org.qantara.connectors.dicom.association;

/**
 * Limits and timers of one association, for either role.
 *
 * @param maxPduLength largest P-DATA-TF length that is announced to the peer; longer ones are still read, in pieces
 * @param associationPduBytesMax limit of an A-ASSOCIATE PDU
 * @param artimMs ARTIM: how long a peer may take to send A-ASSOCIATE-RQ, or to close after the end (PS3.8 section 9.1.5)
 * @param responseTimeoutMs how long a peer may take to answer A-ASSOCIATE-RQ or A-RELEASE-RQ
 * @param idleTimeoutMs how long an established association may be silent, with nothing outstanding, before it is aborted
 */
public record AssociationSettings(
        int maxPduLength, int associationPduBytesMax, int artimMs, int responseTimeoutMs, int idleTimeoutMs) {
    public static final AssociationSettings DEFAULT =
            new AssociationSettings(131_072, 1 << 20, 10_000, 30_000, 120_000);

    public AssociationSettings {
        if (maxPduLength != 0 && (maxPduLength < 4096 || maxPduLength > 1 << 20)) {
            throw new IllegalArgumentException(
                    "maxPduLength is " + maxPduLength + ", expected 0 (no limit) or 4096 to 1048576");
        }
        positive("associationPduBytesMax", associationPduBytesMax);
        positive("artimMs", artimMs);
        positive("responseTimeoutMs", responseTimeoutMs);
        positive("idleTimeoutMs", idleTimeoutMs);
    }

    private static void positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " is " + value + ", expected a number above 0");
        }
    }
}
