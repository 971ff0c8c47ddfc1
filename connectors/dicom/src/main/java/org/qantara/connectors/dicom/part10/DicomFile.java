package org.qantara.connectors.dicom.part10;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.Dataset;
import org.qantara.connectors.dicom.dataset.DatasetException;
import org.qantara.connectors.dicom.dataset.DatasetException.Code;
import org.qantara.connectors.dicom.dataset.DatasetReader;
import org.qantara.connectors.dicom.dataset.ReadLimits;
import org.qantara.connectors.dicom.dataset.TransferSyntax;

/**
 * A DICOM file (PS3.10) and the data set in it, without pixels.
 *
 * @param meta its File Meta Information
 * @param dataset with offsets in the file
 */
public record DicomFile(FileMeta meta, Dataset dataset) {
    private static final int PREFIX_END = 132;
    private static final int GROUP_2_BYTES_MAX = 64 * 1024;

    /**
     * Reads a file.
     *
     * @throws DatasetException when it is no DICOM file, or the data set is damaged
     */
    public static DicomFile read(Path file, CharacterSets characterSets, ReadLimits limits) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            FileMeta meta = meta(channel);
            channel.position(meta.datasetOffset());
            TransferSyntax syntax = TransferSyntax.of(meta.transferSyntaxUid());
            return new DicomFile(meta, DatasetReader.read(channel, syntax, characterSets, limits));
        }
    }

    /** Reads only the File Meta Information. */
    public static FileMeta meta(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return meta(channel);
        }
    }

    /** Reads the File Meta Information at the beginning of a file that is not there as a whole. */
    public static FileMeta meta(byte[] beginning) throws DatasetException {
        return meta(ByteBuffer.wrap(beginning).order(ByteOrder.LITTLE_ENDIAN));
    }

    private static FileMeta meta(SeekableByteChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(PREFIX_END + GROUP_2_BYTES_MAX, channel.size()))
                .order(ByteOrder.LITTLE_ENDIAN);
        channel.position(0);
        while (head.hasRemaining() && channel.read(head) >= 0) {
            // until the head is full or the file ends
        }
        return meta(head.flip());
    }

    private static FileMeta meta(ByteBuffer head) throws DatasetException {
        if (head.limit() < PREFIX_END
                || !StandardCharsets.US_ASCII
                        .decode(head.slice(128, 4))
                        .toString()
                        .equals("DICM")) {
            throw new DatasetException(Code.NOT_PART10, 0, 128, "the prefix DICM is missing: no DICOM file");
        }
        head.position(PREFIX_END);
        String sopClass = "";
        String sopInstance = "";
        String transferSyntax = "";
        String creator = "";
        @Nullable Seal seal = null;
        while (head.remaining() >= 8 && head.getShort(head.position()) == 2) {
            int element = head.getShort(head.position() + 2) & 0xFFFF;
            byte[] value = value(head, element);
            String text = new String(value, StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ')
                    .strip();
            switch (element) {
                case 0x0002 -> sopClass = text;
                case 0x0003 -> sopInstance = text;
                case 0x0010 -> transferSyntax = text;
                case 0x0100 -> creator = text;
                case 0x0102 -> seal = creator.equals(Seal.CREATOR_UID) ? Seal.read(value) : null;
                default -> {} // the rest says nothing that is needed here
            }
        }
        if (transferSyntax.isEmpty()) {
            throw new DatasetException(
                    Code.UNKNOWN_TRANSFER_SYNTAX,
                    0x00020010,
                    head.position(),
                    "the file does not say its transfer syntax: nobody can know how to read it");
        }
        return new FileMeta(sopClass, sopInstance, transferSyntax, seal, head.position());
    }

    private static byte[] value(ByteBuffer head, int element) throws DatasetException {
        int tag = 0x00020000 | element;
        int at = head.position();
        boolean longLength = head.get(at + 4) == 'O'
                || head.get(at + 4) == 'U'
                        && head.get(at + 5) != 'I'
                        && head.get(at + 5) != 'L'
                        && head.get(at + 5) != 'S';
        int headerBytes = longLength ? 12 : 8;
        if (head.remaining() < headerBytes) {
            throw new DatasetException(Code.TRUNCATED, tag, at, "the file ends inside the File Meta Information");
        }
        long length = longLength ? head.getInt(at + 8) & 0xFFFFFFFFL : head.getShort(at + 6) & 0xFFFF;
        head.position(at + headerBytes);
        if (length > head.remaining()) {
            throw new DatasetException(
                    Code.TRUNCATED, tag, at, length + " bytes are declared, " + head.remaining() + " are there");
        }
        byte[] value = new byte[(int) length];
        head.get(value);
        return value;
    }
}
