package org.qantara.connectors.dicom;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real receiver as a process of its own, on ports that were free a moment ago. */
public final class Peer implements AutoCloseable {
    private final Process process;
    public final int port;
    private final int httpPort;

    private Peer(Process process, int port, int httpPort) {
        this.process = process;
        this.port = port;
        this.httpPort = httpPort;
    }

    /** dcmtk's storescp: takes every transfer syntax, writes the data set as it came. It never calls fsync. */
    public static Peer storescp(Path folder) throws IOException {
        return storescp(folder, false);
    }

    /** @param noDelay turns Nagle's algorithm off in it, which Debian's has on */
    public static Peer storescp(Path folder, boolean noDelay) throws IOException {
        String program = Tool.path("storescp");
        int port = freePort();
        Files.createDirectories(folder);
        ProcessBuilder builder = new ProcessBuilder(
                program, "--fork", "-aet", "STORESCP", "+xa", "+B", "-od", folder.toString(), Integer.toString(port));
        Process process = start(builder, folder.resolveSibling(folder.getFileName() + ".log"), noDelay);
        return new Peer(process, port, 0).listening();
    }

    /** Orthanc with its SQLite index; its storage area is flushed by fsync unless {@code sync} is false. */
    public static Peer orthanc(Path folder, int ourPort) throws IOException {
        return orthanc(folder, ourPort, false);
    }

    /** @param noDelay turns Nagle's algorithm off in it */
    public static Peer orthanc(Path folder, int ourPort, boolean noDelay) throws IOException {
        String program = Tool.path("Orthanc");
        int port = freePort();
        int httpPort = freePort();
        Files.createDirectories(folder);
        String configuration =
                """
                { "Name": "TEST", "StorageDirectory": "%1$s/db", "IndexDirectory": "%1$s/db", "Plugins": [],
                  "DicomAet": "ORTHANC", "DicomPort": %2$d, "HttpPort": %3$d, "RemoteAccessAllowed": false,
                  "AuthenticationEnabled": false, "DicomAlwaysAllowStore": true, "DicomAlwaysAllowEcho": true,
                  "DicomCheckCalledAet": false, "UnknownSopClassAccepted": true, "StorageCompression": false,
                  "SyncStorageArea": true, "StoreMD5ForAttachments": false, "DicomThreadsCount": 8,
                  "DicomModalities": { "qantara": ["QANTARA", "127.0.0.1", %4$d] } }
                """
                        .formatted(folder, port, httpPort, ourPort);
        Path file = folder.resolve("orthanc.json");
        Files.writeString(file, configuration);
        ProcessBuilder builder = new ProcessBuilder(program, file.toString());
        Process process = start(builder, folder.resolve("orthanc.log"), noDelay);
        return new Peer(process, port, httpPort).listening();
    }

    private static Process start(ProcessBuilder builder, Path log, boolean noDelay) throws IOException {
        if (noDelay) {
            builder.environment().put("TCP_NODELAY", "1");
        }
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private Peer listening() {
        for (int each : httpPort == 0 ? new int[] {port} : new int[] {port, httpPort}) {
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress("127.0.0.1", each), 200);
                    return true;
                } catch (IOException e) {
                    return false;
                }
            });
        }
        return this;
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    public byte[] get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    public String post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() != 200) {
            throw new IOException("Orthanc answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    public List<String> instances() throws IOException, InterruptedException {
        String json = new String(get("/instances"), StandardCharsets.UTF_8);
        return List.of(json.replaceAll("[\\[\\]\"\\s]", "").split(",")).stream()
                .filter(id -> !id.isEmpty())
                .toList();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
