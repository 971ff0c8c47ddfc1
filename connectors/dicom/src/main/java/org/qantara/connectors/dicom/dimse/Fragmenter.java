package org.qantara.connectors.dicom.dimse;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.qantara.connectors.dicom.pdu.Pdv;

/** Cuts a command or data set into PDVs that fit the peer's maximum length (PS3.8 annex D.1). */
final class Fragmenter {
    private static final int PDV_HEADER_LENGTH = 6;
    /** What we send at once to a peer without a limit. */
    private static final int UNLIMITED_PDV_BYTES = 128 * 1024;

    private Fragmenter() {}

    /** Bytes of value that fit into one P-DATA-TF; even, as PS3.8 section 9.3.5.1 asks. */
    static int valueBytesMax(long peerMaxPduLength) {
        long max = peerMaxPduLength == 0 ? UNLIMITED_PDV_BYTES : peerMaxPduLength - PDV_HEADER_LENGTH;
        return (int) Math.max(2, Math.min(max, UNLIMITED_PDV_BYTES)) & ~1;
    }

    /** Takes over {@code bytes}. */
    static List<Pdv> command(int contextId, ByteBuf bytes, long peerMaxPduLength) {
        int max = valueBytesMax(peerMaxPduLength);
        List<Pdv> pdvs = new ArrayList<>();
        do {
            ByteBuf piece = bytes.readRetainedSlice(Math.min(max, bytes.readableBytes()));
            pdvs.add(new Pdv(contextId, true, !bytes.isReadable(), piece));
        } while (bytes.isReadable());
        bytes.release();
        return pdvs;
    }
}
