package org.qantara.connectors.dicom.dataset;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.qantara.connectors.dicom.dataset.DatasetException.Code;

/** Inflates a deflated data set (RFC 1951, PS3.5 annex A.5) and stops at an absurd ratio or size. */
final class LimitedInflater extends FilterInputStream {
    private static final long RATIO_FREE_BYTES = 1 << 20;

    private final Inflater inflater;
    private final ReadLimits limits;

    private LimitedInflater(InputStream deflated, Inflater inflater, ReadLimits limits) {
        super(new InflaterInputStream(deflated, inflater, 16 * 1024));
        this.inflater = inflater;
        this.limits = limits;
    }

    static LimitedInflater of(InputStream deflated, ReadLimits limits) {
        return new LimitedInflater(deflated, new Inflater(true), limits);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read;
        try {
            read = super.read(into, from, length);
        } catch (ZipException | EOFException e) {
            throw new DatasetException(
                    Code.INVALID_DEFLATE,
                    0,
                    inflater.getBytesWritten(),
                    "the deflated data set is damaged or cut short");
        }
        long out = inflater.getBytesWritten();
        boolean ratioBroken =
                out > RATIO_FREE_BYTES && out / Math.max(1, inflater.getBytesRead()) > limits.inflateRatioMax();
        if (ratioBroken || out > limits.inflatedBytesMax()) {
            throw new DatasetException(
                    Code.INFLATE_LIMIT,
                    0,
                    out,
                    "the data set inflates from " + inflater.getBytesRead() + " to more than " + out + " bytes");
        }
        return read;
    }

    /** Frees the inflater's native memory; the source stays open. */
    @Override
    public void close() {
        inflater.end();
    }
}
