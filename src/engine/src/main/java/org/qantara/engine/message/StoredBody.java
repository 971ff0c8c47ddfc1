package org.qantara.engine.message;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * How bytes are stored, in the broker and in the ledger alike: a header, then chunks. The header says format version, codec and
 * key id, so that another codec or encryption can come without a migration (rule 2).
 *
 * <pre>
 * 0  'Q' 'B'        magic
 * 2  1              format version
 * 3  0 | 1          codec: 0 as is, 1 zstd
 * 4  int            key id, 0 = not encrypted
 * 8  long           length of the original
 * 16 chunks         int stored length, int CRC-32C of the original chunk, bytes; 256 KiB of original each
 * </pre>
 *
 * Damaged or foreign input gives {@link IllegalArgumentException} with the place, never other bytes than were stored.
 */
public final class StoredBody {
    private static final int HEADER_BYTES = 16;
    private static final int CHUNK_BYTES = 256 << 10;
    private static final byte VERSION = 1;
    private static final byte PLAIN = 0;
    private static final byte ZSTD = 1;
    private static final int COMPRESS_FROM_BYTES = 200;
    private static final int LEVEL = 3;

    private StoredBody() {}

    /** Header and chunks of the given bytes. */
    public static byte[] encode(byte[] original) {
        byte codec = original.length >= COMPRESS_FROM_BYTES ? ZSTD : PLAIN;
        List<byte[]> chunks = new ArrayList<>();
        int total = HEADER_BYTES;
        for (int from = 0; from < original.length; from += CHUNK_BYTES) {
            byte[] chunk = Arrays.copyOfRange(original, from, Math.min(original.length, from + CHUNK_BYTES));
            byte[] stored = codec == ZSTD ? Zstd.compress(chunk, LEVEL) : chunk;
            ByteBuffer framed = ByteBuffer.allocate(8 + stored.length)
                    .putInt(stored.length)
                    .putInt(crc(chunk))
                    .put(stored);
            chunks.add(framed.array());
            total += framed.capacity();
        }
        ByteBuffer out = ByteBuffer.allocate(total);
        out.put((byte) 'Q').put((byte) 'B').put(VERSION).put(codec).putInt(0).putLong(original.length);
        chunks.forEach(out::put);
        return out.array();
    }

    /** The original bytes of what {@link #encode} made. */
    public static byte[] decode(byte[] stored) {
        try {
            return decode(ByteBuffer.wrap(stored));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("stored body ends early, at " + stored.length + " bytes", e);
        }
    }

    private static byte[] decode(ByteBuffer in) {
        if (in.get() != 'Q' || in.get() != 'B') {
            throw new IllegalArgumentException("not a stored body: it does not begin with QB");
        }
        byte version = in.get();
        byte codec = in.get();
        int keyId = in.getInt();
        long length = in.getLong();
        if (version != VERSION
                || codec < PLAIN
                || codec > ZSTD
                || keyId != 0
                || length < 0
                || length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("stored body of format " + version + ", codec " + codec + ", key "
                    + keyId + ", length " + length + " is not known to this version");
        }
        // grows with what is really there: a damaged length must not ask for memory
        ByteArrayOutputStream original = new ByteArrayOutputStream();
        while (original.size() < length) {
            int storedLength = in.getInt();
            int crc = in.getInt();
            int at = original.size();
            if (storedLength < 0 || storedLength > in.remaining()) {
                throw new IllegalArgumentException(
                        "stored body: chunk at " + at + " claims " + storedLength + " bytes");
            }
            byte[] chunk = new byte[storedLength];
            in.get(chunk);
            if (codec == ZSTD) {
                chunk = Zstd.decompress(chunk, (int) Math.min(CHUNK_BYTES, length - at));
            }
            if (crc != crc(chunk)) {
                throw new IllegalArgumentException("stored body: chunk at " + at + " is damaged (CRC-32C differs)");
            }
            original.writeBytes(chunk);
        }
        if (original.size() != length || in.hasRemaining()) {
            throw new IllegalArgumentException("stored body: its length differs from its header");
        }
        return original.toByteArray();
    }

    private static int crc(byte[] chunk) {
        CRC32C crc = new CRC32C();
        crc.update(chunk, 0, chunk.length);
        return (int) crc.getValue();
    }
}
