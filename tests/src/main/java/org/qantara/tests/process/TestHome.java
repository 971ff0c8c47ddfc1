package org.qantara.tests.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.qantara.tests.Home;

/** A home folder with the project's own routes on ports of its own, a copy of its maps, and its samples. */
public final class TestHome {
    private TestHome() {}

    /** Every facility on any free port. */
    public static Path withFreePorts(Path folder) throws IOException {
        return copy(folder, List.of());
    }

    /** Facilities in the order of their names on the given ports, so that a restarted process comes back to them. */
    public static Path withPorts(Path folder, List<Integer> ports) throws IOException {
        return copy(folder, ports);
    }

    private static Path copy(Path folder, List<Integer> ports) throws IOException {
        Path root = Home.folder();
        Files.createDirectories(folder.resolve("routes/templates"));
        Files.createDirectories(folder.resolve("routes/facilities"));
        Files.createSymbolicLink(folder.resolve("samples"), root.resolve("samples"));
        copyAll(root.resolve("mappings"), folder.resolve("mappings"));
        try (Stream<Path> files = Files.list(root.resolve("routes/templates"))) {
            for (Path file : files.toList())
                Files.copy(file, folder.resolve("routes/templates").resolve(file.getFileName()));
        }
        try (Stream<Path> files = Files.list(root.resolve("routes/facilities"))) {
            int next = 0;
            for (Path file : files.sorted().toList()) {
                int port = next < ports.size() ? ports.get(next++) : 0;
                // a facility's further routes get any free port: two cannot have one
                String moved = Files.readString(file)
                        .replaceAll("name: port, value: \\d+", "name: port, value: 0")
                        .replaceFirst("name: port, value: 0", "name: port, value: " + port);
                Files.writeString(folder.resolve("routes/facilities").resolve(file.getFileName()), moved);
            }
        }
        return folder;
    }

    /** A copy, so that a test may change a map as an engineer would. */
    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else Files.copy(file, target);
            }
        }
    }

    /** Ports that are free at this moment. */
    public static List<Integer> freePorts(int count) throws IOException {
        var sockets = new java.util.ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) socket.close();
        }
    }
}
