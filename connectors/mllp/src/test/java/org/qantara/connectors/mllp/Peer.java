package org.qantara.connectors.mllp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A programmable sender: writes any bytes, reads frames. Texts are ISO-8859-1, one character per byte. */
public final class Peer implements Closeable {
    private final Socket socket;
    private final InputStream in;

    public Peer(int port) throws IOException {
        this(new Socket());
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5000);
    }

    private Peer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = new InputStream() {
            @Override
            public int read() throws IOException {
                return socket.getInputStream().read();
            }
        };
        socket.setSoTimeout(10_000);
    }

    public static Peer over(Socket connected) throws IOException {
        return new Peer(connected);
    }

    public Peer raw(String bytes) throws IOException {
        return raw(bytes.getBytes(ISO_8859_1));
    }

    public Peer raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    public Peer frame(String body) throws IOException {
        return raw("\u000b" + body + "\u001c\r");
    }

    public Peer frame(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x0B);
        out.writeBytes(body);
        out.write(0x1C);
        out.write('\r');
        return raw(out.toByteArray());
    }

    /** The body of the next frame; fails when the connection ends before. */
    public String answer() throws IOException {
        return new String(answerBytes(), ISO_8859_1);
    }

    public byte[] answerBytes() throws IOException {
        int start = in.read();
        if (start != 0x0B) {
            throw new IOException("expected a frame, read " + start);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int before = -1;
        while (true) {
            int value = in.read();
            if (value < 0) {
                throw new IOException("the connection ended inside an answer");
            }
            if (before == 0x1C && value == '\r') {
                byte[] all = body.toByteArray();
                return java.util.Arrays.copyOf(all, all.length - 1);
            }
            body.write(value);
            before = value;
        }
    }

    /** Everything up to the end of the connection. */
    public String rest() throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    /** Nothing more comes from this side; answers can still be read. */
    public Peer endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
