package org.qantara.connectors.dicom.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.qantara.connectors.dicom.dataset.DatasetException.Code;

/**
 * Bytes to read forward from, with a look ahead of a few bytes and a cheap skip: over a file it only moves the position,
 * so pixel data is never read. Buffers 16 KiB. Not thread-safe; does not close what it reads.
 */
final class DicomSource {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int READ_CHUNK_BYTES = 64 * 1024;

    private final ReadableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    /** Where the input ends; unknown, hence the largest number, for a stream. */
    private final long end;

    private long position;

    private DicomSource(ReadableByteChannel channel, long position, long end) {
        this.channel = channel;
        this.position = position;
        this.end = end;
    }

    /** Reads on from the channel's present position up to the end that it has now. */
    static DicomSource of(SeekableByteChannel channel) throws IOException {
        return new DicomSource(channel, channel.position(), channel.size());
    }

    static DicomSource of(InputStream in) {
        return new DicomSource(Channels.newChannel(in), 0, Long.MAX_VALUE);
    }

    /** Offset of the next byte. */
    long position() {
        return position;
    }

    /** Bytes up to the end of a file; the largest number for a stream. */
    long remaining() {
        return end - position;
    }

    /** Makes {@code bytes} (at most 16 KiB) visible to the getters below; false when the input ends before. */
    boolean has(int bytes) throws IOException {
        while (buffer.remaining() < bytes) {
            buffer.compact();
            int read = channel.read(buffer);
            buffer.flip();
            if (read < 0) {
                return false;
            }
        }
        return true;
    }

    /** How many bytes are visible without another read; after a failed {@link #has}, all that is left. */
    int visible() {
        return buffer.remaining();
    }

    int byteAt(int ahead) {
        return buffer.get(buffer.position() + ahead) & 0xFF;
    }

    int shortAt(int ahead, boolean bigEndian) {
        int first = byteAt(ahead);
        int second = byteAt(ahead + 1);
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    long intAt(int ahead, boolean bigEndian) {
        long first = shortAt(ahead, bigEndian);
        long second = shortAt(ahead + 2, bigEndian);
        return bigEndian ? first << 16 | second : second << 16 | first;
    }

    void advance(int visibleBytes) {
        buffer.position(buffer.position() + visibleBytes);
        position += visibleBytes;
    }

    /** Reads a value; memory grows with what is there, not with what was declared. */
    byte[] read(int tag, long length) throws IOException {
        long declaredAt = position;
        if (length > end - position) {
            throw truncated(tag, declaredAt, length, end - position);
        }
        byte[] value = new byte[(int) Math.min(length, end == Long.MAX_VALUE ? READ_CHUNK_BYTES : length)];
        int done = 0;
        while (done < length) {
            if (done == value.length) {
                value = java.util.Arrays.copyOf(value, (int) Math.min(length, value.length * 2L));
            }
            if (!has(1)) {
                throw truncated(tag, declaredAt, length, done);
            }
            int piece = Math.min(value.length - done, buffer.remaining());
            buffer.get(value, done, piece);
            done += piece;
            position += piece;
        }
        return value;
    }

    void skip(int tag, long length) throws IOException {
        long declaredAt = position;
        if (length > end - position) {
            throw truncated(tag, declaredAt, length, end - position);
        }
        if (length > buffer.remaining() && channel instanceof SeekableByteChannel seekable) {
            seekable.position(seekable.position() + length - buffer.remaining());
            buffer.position(buffer.limit());
            position += length;
            return;
        }
        long done = 0;
        while (done < length) {
            if (!has(1)) {
                throw truncated(tag, declaredAt, length, done);
            }
            int piece = (int) Math.min(length - done, buffer.remaining());
            advance(piece);
            done += piece;
        }
    }

    private static DatasetException truncated(int tag, long at, long declared, long there) {
        return new DatasetException(
                Code.TRUNCATED, tag, at, declared + " bytes are declared, only " + there + " are there");
    }
}
