package org.qantara.connectors.dicom.part10;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.Dataset;
import org.qantara.connectors.dicom.dataset.DatasetReader;
import org.qantara.connectors.dicom.dataset.ReadLimits;
import org.qantara.connectors.dicom.dataset.TransferSyntax;

/**
 * One instance being received into the spool. Memory does not depend on its size. Not thread-safe. Ends with {@link
 * #keep} or {@link #abandon}; after a failure, with {@link #abandon}.
 */
public final class Incoming {
    private final Spool spool;
    private final Path file;
    private final FileChannel channel;
    private final String sopClassUid;
    private final String sopInstanceUid;
    private final String transferSyntaxUid;
    private final Provenance provenance;
    private final MessageDigest digest;
    private final int datasetOffset;
    private final int sealOffset;
    private long reserved;
    private long length;

    Incoming(
            Spool spool,
            Path file,
            String sopClassUid,
            String sopInstanceUid,
            String transferSyntaxUid,
            Provenance provenance)
            throws IOException {
        this.spool = spool;
        this.file = file;
        this.sopClassUid = sopClassUid;
        this.sopInstanceUid = sopInstanceUid;
        this.transferSyntaxUid = transferSyntaxUid;
        this.provenance = provenance;
        this.digest = SealCheck.digest(transferSyntaxUid);
        Seal unsealed = new Seal(-1, new byte[Seal.DIGEST_BYTES], provenance);
        FileMetaWriter head = FileMetaWriter.of(sopClassUid, sopInstanceUid, transferSyntaxUid, unsealed);
        datasetOffset = head.bytes().length;
        sealOffset = head.sealOffset();
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            writeAll(ByteBuffer.wrap(head.bytes()));
        } catch (IOException e) {
            abandon();
            throw e;
        }
    }

    /**
     * Appends a piece of the data set.
     *
     * @throws SpoolFullException when it does not fit the quota
     * @throws IOException when the disk says no, for one because it is full
     */
    public void write(ByteBuffer piece) throws IOException {
        digest.update(piece.duplicate());
        length += piece.remaining();
        writeAll(piece);
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        spool.reserve(bytes.remaining());
        reserved += bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Reads what was received, without pixels; offsets count in the file. */
    public Dataset read(CharacterSets characterSets, ReadLimits limits) throws IOException {
        channel.position(datasetOffset);
        return DatasetReader.read(channel, TransferSyntax.of(transferSyntaxUid), characterSets, limits);
    }

    /**
     * Seals the file and makes it durable. The caller holds {@link Spool#lock} of the instance.
     *
     * @throws IOException when that failed: nothing is kept, nothing may be acknowledged
     */
    public Receipt keep() throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Seal seal = new Seal(length, digest.digest(), provenance.receivedAt(now));
        ByteBuffer fixed = ByteBuffer.wrap(seal.fixedPart());
        for (int at = sealOffset; fixed.hasRemaining(); ) {
            at += channel.write(fixed, at);
        }
        FileMeta meta = new FileMeta(sopClassUid, sopInstanceUid, transferSyntaxUid, seal, datasetOffset);
        try (channel) {
            return spool.keep(channel, file, meta, seal);
        }
    }

    /** Deletes what was received. */
    public void abandon() throws IOException {
        channel.close();
        if (Files.deleteIfExists(file)) {
            spool.unreserve(reserved);
        }
    }
}
