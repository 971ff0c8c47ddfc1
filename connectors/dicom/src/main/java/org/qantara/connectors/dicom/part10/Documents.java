package org.qantara.connectors.dicom.part10;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.qantara.connectors.dicom.dataset.Dataset;
import org.qantara.connectors.dicom.dataset.Element;
import org.qantara.connectors.dicom.dataset.Tag;
import org.qantara.connectors.dicom.dataset.TransferSyntax;
import org.qantara.connectors.dicom.dataset.Value;

/**
 * Encapsulated documents travel with their data set as long as they are small: a PDF report is something to read in the record, not pixels. A
 * larger one stays in the stored object and is pointed at.
 */
public final class Documents {
    private static final int INLINE_BYTES_MAX = 4 << 20;

    private Documents() {}

    /** The data set with its document in it, when it has one that was left in the file and is not too large. */
    public static Dataset inline(Dataset dataset, Path file, String transferSyntaxUid) throws IOException {
        Element document = dataset.element(Tag.ENCAPSULATED_DOCUMENT);
        if (document != null && document.value() instanceof Value.Bytes small) {
            return with(dataset, document, small.bytes());
        }
        if (document == null
                || !(document.value() instanceof Value.Bulk bulk)
                || bulk.length() > INLINE_BYTES_MAX
                || TransferSyntax.of(transferSyntaxUid).deflated()) { // its offsets are not the file's
            return dataset;
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) bulk.length());
        try (FileChannel channel = FileChannel.open(file)) {
            while (bytes.hasRemaining() && channel.read(bytes, bulk.offset() + bytes.position()) >= 0) {
                // until it is whole
            }
        }
        if (bytes.hasRemaining()) {
            throw new EOFException("the stored object ends inside its document");
        }
        return with(dataset, document, bytes.array());
    }

    private static Dataset with(Dataset dataset, Element document, byte[] padded) {
        byte[] whole = Arrays.copyOf(padded, (int) length(dataset, padded.length));
        return dataset.with(new Element(
                document.tag(), document.vr(), document.offset(), document.bigEndian(), new Value.Bytes(whole)));
    }

    /** The document's length without the byte that makes the value's even (PS3.3 C.24.2). */
    public static long length(Dataset dataset, long padded) {
        Element said = dataset.element(Tag.ENCAPSULATED_DOCUMENT_LENGTH);
        if (said != null && said.value() instanceof Value.Bytes four && four.bytes().length == 4) {
            long length = ByteBuffer.wrap(four.bytes())
                            .order(said.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                            .getInt()
                    & 0xFFFFFFFFL;
            return length == padded - 1 ? length : padded;
        }
        return padded;
    }
}
