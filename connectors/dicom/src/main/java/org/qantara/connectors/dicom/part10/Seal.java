package org.qantara.connectors.dicom.part10;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the spool writes into Private Information (0002,0102) of each file: digest and length of the data set, and where
 * it came from. A file whose seal does not fit its content was cut short by a crash.
 *
 * <p>Layout: version (1 byte), length (8), digest (32), received at in ms (8), then the rest of the provenance as lines
 * of UTF-8, padded with NUL. The first 49 bytes have a fixed place, so that they can be written last.
 *
 * @param length bytes of the data set
 * @param digest SHA-256 of the transfer syntax UID and the data set
 */
public record Seal(long length, byte[] digest, Provenance provenance) {
    /** UID of this layout, Private Information Creator UID (0002,0100), from a UUID. */
    static final String CREATOR_UID = "2.25.164793243412549960064899663235984373131";

    static final int DIGEST_BYTES = 32;
    private static final int FIXED_BYTES = 1 + 8 + DIGEST_BYTES + 8;
    private static final byte VERSION = 1;

    /** The whole value; even length. */
    byte[] write() {
        String certificate = provenance.peerCertificate();
        byte[] lines = String.join(
                        "\n",
                        provenance.callingAeTitle(),
                        provenance.calledAeTitle(),
                        provenance.peer(),
                        Integer.toString(provenance.localPort()),
                        certificate == null ? "" : certificate.replace('\n', ' '))
                .getBytes(StandardCharsets.UTF_8);
        int length = FIXED_BYTES + lines.length;
        return ByteBuffer.allocate(length + (length & 1))
                .put(fixedPart())
                .put(lines)
                .array();
    }

    byte[] fixedPart() {
        return ByteBuffer.allocate(FIXED_BYTES)
                .put(VERSION)
                .putLong(length)
                .put(digest)
                .putLong(provenance.receivedAt().toEpochMilli())
                .array();
    }

    /** The seal in a value, or null when it is not one of ours. */
    static @Nullable Seal read(byte[] value) {
        if (value.length < FIXED_BYTES || value[0] != VERSION) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(value, 1, value.length - 1);
        long length = in.getLong();
        byte[] digest = new byte[DIGEST_BYTES];
        in.get(digest);
        Instant receivedAt = Instant.ofEpochMilli(in.getLong());
        String text = new String(value, FIXED_BYTES, value.length - FIXED_BYTES, StandardCharsets.UTF_8);
        String[] lines = text.replace("\0", "").split("\n", -1);
        if (lines.length != 5 || !lines[3].matches("[0-9]{1,5}")) {
            return null;
        }
        String certificate = lines[4].isEmpty() ? null : lines[4];
        return new Seal(
                length,
                digest,
                new Provenance(lines[0], lines[1], lines[2], Integer.parseInt(lines[3]), certificate, receivedAt));
    }
}
