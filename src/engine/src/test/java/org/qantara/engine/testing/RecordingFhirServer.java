package org.qantara.engine.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A FHIR server that takes transactions, remembers every write in order and, like the DPP, lets no older message overwrite what a
 * newer one of the same facility wrote. With a log file it syncs each write before it answers, so that its account survives being
 * killed. A fault function decides per request whether something else is answered.
 */
public final class RecordingFhirServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One write, as it was taken. */
    public record Write(String facility, long intake, String resource, String body) {}

    /** What is answered instead: status, content type, body. */
    public record Fault(int status, String body) {}

    private final HttpServer server;
    private final List<Write> writes = new ArrayList<>();
    private final Map<String, Write> current = new ConcurrentHashMap<>();
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong inFlightSum = new AtomicLong();
    private volatile long delayMs;
    private final AtomicInteger requests = new AtomicInteger();
    private final @Nullable FileChannel log;
    private volatile Function<String, @Nullable Fault> faults = body -> null;
    private volatile @Nullable String bearer;

    public RecordingFhirServer() {
        this(0, null);
    }

    public RecordingFhirServer(int port, @Nullable Path logFile) {
        try {
            log = logFile == null
                    ? null
                    : FileChannel.open(logFile, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(run -> {
            Thread thread = new Thread(run, "recording-fhir-server");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/fhir", this::handle);
        server.start();
    }

    /** Runs as a process of its own: port and log file. */
    public static void main(String[] args) throws InterruptedException {
        new RecordingFhirServer(Integer.parseInt(args[0]), Path.of(args[1]));
        Thread.currentThread().join();
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/fhir");
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Decides, from the request's body, what is answered instead; null for the usual. */
    public void faults(Function<String, @Nullable Fault> function) {
        faults = function;
    }

    /**
     * How often a resource came after a newer message of the facility had written it. Without an operator's replay that is an inversion:
     * the writes themselves cannot show one, because what is late is not written.
     */
    public int late() {
        return late.get();
    }

    /** Every answer takes so long. */
    public void delayMs(long value) {
        delayMs = value;
    }

    /** Requests under way, itself included, when a request came: the mean over all. */
    public double meanInFlight() {
        return inFlightSum.get() / (double) requests.get();
    }

    public int requests() {
        return requests.get();
    }

    public @Nullable String lastBearer() {
        return bearer;
    }

    public List<Write> writes() {
        synchronized (writes) {
            return List.copyOf(writes);
        }
    }

    public List<Write> writesOf(String resource) {
        return writes().stream()
                .filter(write -> write.resource().equals(resource))
                .toList();
    }

    public @Nullable Write now(String resource) {
        return current.get(resource);
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        inFlightSum.addAndGet(inFlight.incrementAndGet());
        try {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayMs));
            answer(exchange);
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        bearer = exchange.getRequestHeaders().getFirst("Authorization");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Fault fault = faults.apply(body);
        if (fault != null) {
            answer(exchange, fault.status(), fault.body());
            return;
        }
        StringBuilder entries = new StringBuilder();
        synchronized (writes) {
            for (JsonNode entry : JSON.readTree(body).path("entry")) {
                entries.append(entries.isEmpty() ? "" : ",").append(take(entry));
            }
            if (log != null) {
                log.force(false);
            }
        }
        answer(
                exchange,
                200,
                "{\"resourceType\":\"Bundle\",\"type\":\"transaction-response\",\"entry\":[" + entries + "]}");
    }

    private String take(JsonNode entry) throws IOException {
        JsonNode resource = entry.path("resource");
        String[] source = resource.path("meta").path("source").asText().split(":");
        Write write = new Write(
                source[3],
                Long.parseLong(source[4]),
                entry.path("request").path("url").asText(),
                resource.toString());
        Write before = current.get(write.resource());
        if (before != null && before.facility().equals(write.facility()) && before.intake() > write.intake()) {
            late.incrementAndGet();
            return "{\"response\":{\"status\":\"200\",\"outcome\":{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"details\":"
                    + "{\"coding\":[{\"system\":\"urn:qantara:outcome\",\"code\":\"superseded\"}]}}]}}}";
        }
        if (before != null && entry.path("request").path("ifNoneMatch").asText().equals("*")) {
            return "{\"response\":{\"status\":\"200\"}}";
        }
        writes.add(write);
        current.put(write.resource(), write);
        if (log != null) {
            String line =
                    write.facility() + "\t" + write.intake() + "\t" + write.resource() + "\t" + write.body() + "\n";
            log.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        }
        return "{\"response\":{\"status\":\"201\"}}";
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/fhir+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        try {
            if (log != null) {
                log.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
