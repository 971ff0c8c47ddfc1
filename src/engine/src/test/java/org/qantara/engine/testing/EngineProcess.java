package org.qantara.engine.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.qantara.engine.Engine;
import org.qantara.engine.EngineSettings;
import org.qantara.engine.Signals;
import org.qantara.engine.inbox.Verdict;

/**
 * An engine as a process of its own, to be killed. A line "control id TAB patient TAB family" on its socket is one message; the
 * answer is "control id TAB number" once it is accepted. Prints its port when it is ready.
 */
public final class EngineProcess {
    private EngineProcess() {}

    public static void main(String[] args) throws Exception {
        EngineSettings settings = EngineSettings.of(Path.of(args[0]), null, null, URI.create(args[1]))
                .withDelivery(Bench.QUICK);
        TestMaps maps = new TestMaps("maps-1");
        Engine engine = Engine.start(settings, () -> "", () -> maps, Signals.NONE);
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("ready " + server.getLocalPort());
            while (true) {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> serve(engine, socket));
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private static void serve(Engine engine, Socket socket) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                PrintStream out = new PrintStream(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] part = line.split("\t");
                engine.inbox()
                        .receive(Made.received(Made.a08(part[0], part[1], part[2])))
                        .thenAccept(verdict -> {
                            if (verdict instanceof Verdict.Accepted accepted) {
                                synchronized (out) {
                                    out.println(part[0] + "\t" + accepted.intake());
                                }
                            }
                        });
            }
        } catch (IOException e) {
            // the client has gone; what it sent is under way
        }
    }
}
