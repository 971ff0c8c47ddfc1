package org.qantara.tests.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailingProxyIT {
    private final AtomicLong got = new AtomicLong();
    private ServerSocket echo;
    private FailingProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        FailingProxy.daemon(this::serve, "echo");
        proxy = new FailingProxy(echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                Socket socket = echo.accept();
                FailingProxy.daemon(() -> echo(socket), "echo-one");
            } catch (IOException e) {
                return; // the test is over
            }
        }
    }

    private void echo(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                got.incrementAndGet();
                socket.getOutputStream().write(b);
            }
        } catch (IOException e) {
            // cut: that is what the test is about
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String ask(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readNBytes(text.length()), StandardCharsets.US_ASCII);
    }

    @Test
    void inFineWeatherEverythingPassesAndAnEndIsAnEnd() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ask(socket, "hello")).isEqualTo("hello");
            proxy.weather(Weather.FINE.withPieceBytes(1).withDelayMs(2));
            assertThat(ask(socket, "in pieces, late")).isEqualTo("in pieces, late");
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        await().until(() -> proxy.open() == 0);
        assertThat(proxy.accepted()).isEqualTo(1);
    }

    @Test
    void aCutBreaksWhatStandsAndNewConnectionsPass() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ask(socket, "a")).isEqualTo("a");
            assertThat(proxy.cut()).isEqualTo(1);
            assertThatThrownBy(() -> {
                        ask(socket, "b");
                        throw new IOException("end of stream"); // an orderly end would be no cut, but no answer either
                    })
                    .isInstanceOf(IOException.class);
        }
        try (Socket socket = connect()) {
            assertThat(ask(socket, "c")).isEqualTo("c");
        }
    }

    @Test
    void aCutInTheMiddleLetsExactlySoManyBytesPass() throws IOException {
        try (Socket socket = connect()) {
            proxy.cutAfter(Direction.REQUEST, 7);
            socket.getOutputStream().write("0123456789".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> proxy.open() == 0);
        }
        await().untilAsserted(() -> assertThat(got.get()).isLessThanOrEqualTo(7));
        try (Socket socket = connect()) {
            assertThat(ask(socket, "once only")).isEqualTo("once only");
        }
    }

    @Test
    void halfOpenSaysNothingAndLosesNothing() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ask(socket, "a")).isEqualTo("a");
            proxy.weather(Weather.FINE.withMute(true));
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> ask(socket, "b")).isInstanceOf(SocketTimeoutException.class);
            proxy.weather(Weather.FINE);
            socket.setSoTimeout(10_000);
            assertThat((char) socket.getInputStream().read()).isEqualTo('b');
        }
    }

    @Test
    void aNarrowLineIsSlowAndARefusingOneTakesNobody() throws IOException {
        try (Socket socket = connect()) {
            proxy.weather(Weather.FINE.withBytesPerSecond(2_000));
            long began = System.nanoTime();
            ask(socket, "x".repeat(400));
            assertThat(System.nanoTime() - began)
                    .as("400 bytes at 2000 bytes/s")
                    .isGreaterThan(190_000_000);
        }
        proxy.weather(Weather.FINE.withRefusing(true));
        assertThatThrownBy(() -> {
                    try (Socket socket = connect()) {
                        if (ask(socket, "a").isEmpty()) {
                            throw new IOException("closed");
                        }
                    }
                })
                .isInstanceOf(IOException.class);
    }
}
