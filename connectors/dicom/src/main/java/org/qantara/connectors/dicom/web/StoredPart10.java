package org.qantara.connectors.dicom.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.Dataset;
import org.qantara.connectors.dicom.dataset.DicomJson;
import org.qantara.connectors.dicom.dataset.ReadLimits;
import org.qantara.connectors.dicom.part10.DicomFile;
import org.qantara.connectors.dicom.part10.FileMeta;
import org.qantara.connectors.dicom.part10.FileMetaWriter;
import org.qantara.connectors.dicom.part10.StoredObject;

/**
 * A stored object as others may have it: a DICOM file whose data set is byte for byte what was received, behind File Meta Information
 * without what the spool noted about its sender. Stateless.
 */
public final class StoredPart10 {
    private static final int COPY_BYTES = 128 * 1024;

    private StoredPart10() {}

    /** The media type of the file with its transfer syntax (PS3.18 section 8.7.3.5.2). */
    public static String contentType(StoredObject object) {
        return "application/dicom; transfer-syntax=" + object.meta().transferSyntaxUid();
    }

    /** Writes the file. */
    public static void write(StoredObject object, OutputStream out) throws IOException {
        FileMeta meta = object.meta();
        out.write(FileMetaWriter.of(meta.sopClassUid(), meta.sopInstanceUid(), meta.transferSyntaxUid())
                .bytes());
        try (FileChannel channel = FileChannel.open(object.path())) {
            copy(channel, meta.datasetOffset(), channel.size() - meta.datasetOffset(), out);
        }
    }

    /**
     * Writes bytes of the stored object: a bulk data value.
     *
     * @throws IllegalArgumentException when they are not all there
     */
    public static void write(StoredObject object, long offset, long length, OutputStream out) throws IOException {
        try (FileChannel channel = FileChannel.open(object.path())) {
            if (offset < object.meta().datasetOffset() || length < 0 || length > channel.size() - offset) {
                throw new IllegalArgumentException("no bulk data there");
            }
            copy(channel, offset, length, out);
        }
    }

    private static void copy(FileChannel channel, long from, long length, OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
        long left = length;
        for (long at = from; left > 0; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            int read = channel.read(buffer, at);
            if (read < 0) {
                throw new IOException("the stored object became shorter while it was read");
            }
            out.write(buffer.array(), 0, read);
            at += read;
            left -= read;
        }
    }

    /**
     * Its metadata: the data set as DICOM JSON, what is not in it as {@code BulkDataURI}.
     *
     * @param instanceUrl address of the instance, under which {@code bulkdata} is answered
     */
    public static byte[] metadata(StoredObject object, CharacterSets characterSets, String instanceUrl)
            throws IOException {
        Dataset dataset =
                DicomFile.read(object.path(), characterSets, ReadLimits.DEFAULT).dataset();
        return DicomJson.write(
                dataset, instanceUrl, instanceUrl + "/bulkdata", object.meta().transferSyntaxUid());
    }
}
