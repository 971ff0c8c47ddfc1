package org.qantara.emulate;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** The byte level of an emulated analyser: one socket with reads that time out. */
final class Line implements Closeable {
    static final int STX = 2;
    static final int ETX = 3;
    static final int EOT = 4;
    static final int ENQ = 5;
    static final int ACK = 6;
    static final int NAK = 0x15;
    static final int ETB = 0x17;
    static final int TIMED_OUT = -2;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Line(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        socket.setTcpNoDelay(true);
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void write(int control) throws IOException {
        write(new byte[] {(byte) control});
    }

    /** The next byte, or TIMED_OUT; an end of the stream is an IOException. */
    int read(int timeoutMs) throws IOException {
        socket.setSoTimeout(Math.max(1, timeoutMs));
        try {
            int b = in.read();
            if (b < 0) throw new IOException("the host closed the connection");
            return b;
        } catch (SocketTimeoutException e) {
            return TIMED_OUT;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
