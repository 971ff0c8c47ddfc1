package org.qantara.connectors.dicom.part10;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.qantara.connectors.dicom.dataset.DatasetException;

/** The digest in a {@link Seal}: how it is made, and whether a file still fits it. */
final class SealCheck {
    private static final int BUFFER_BYTES = 64 * 1024;

    private SealCheck() {}

    /** SHA-256 that already holds the transfer syntax UID: the same bytes in another syntax are another object. */
    static MessageDigest digest(String transferSyntaxUid) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(transferSyntaxUid.getBytes(StandardCharsets.US_ASCII));
            digest.update((byte) 0);
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** True when the file has a seal, and the data set has its length and digest. */
    static boolean holds(Path file) throws IOException {
        FileMeta meta;
        try {
            meta = DicomFile.meta(file);
        } catch (DatasetException e) {
            return false; // not even the head was written
        }
        Seal seal = meta.seal();
        if (seal == null) {
            return false;
        }
        MessageDigest digest = digest(meta.transferSyntaxUid());
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (channel.size() - meta.datasetOffset() != seal.length()) {
                return false;
            }
            channel.position(meta.datasetOffset());
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return MessageDigest.isEqual(digest.digest(), seal.digest());
    }
}
