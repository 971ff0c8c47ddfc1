package org.qantara.engine.envelope;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over a message without one range of its bytes: MSH-7, which a resend may renew. */
final class ContentHash {
    private ContentHash() {}

    static String of(byte[] bytes) {
        return without(bytes, 0, 0);
    }

    static String without(byte[] bytes, int from, int to) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, from);
            digest.update(bytes, to, bytes.length - to);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
