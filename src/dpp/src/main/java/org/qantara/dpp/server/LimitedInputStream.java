package org.qantara.dpp.server;

import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request body that refuses to grow beyond a limit: 413 for the client instead of an exhausted heap for everybody. Not thread-safe. */
final class LimitedInputStream extends ServletInputStream {

    private final ServletInputStream request;
    private final InputStream unpacked;
    private final long bytesMax;
    private long bytes;

    LimitedInputStream(ServletInputStream request, InputStream unpacked, long bytesMax) {
        this.request = request;
        this.unpacked = unpacked;
        this.bytesMax = bytesMax;
    }

    @Override
    public int read() throws IOException {
        int value = unpacked.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = unpacked.read(buffer, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    private void count(int read) {
        bytes += read;
        if (bytes > bytesMax) {
            throw new PayloadTooLargeException(
                    "the request body is larger than " + bytesMax + " bytes: send smaller Bundles");
        }
    }

    @Override
    public boolean isFinished() {
        return request.isFinished();
    }

    @Override
    public boolean isReady() {
        return request.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        request.setReadListener(listener);
    }
}
