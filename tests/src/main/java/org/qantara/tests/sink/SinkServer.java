package org.qantara.tests.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The sink itself, a process of its own: {@code POST /fhir} applies a transaction, logs it, syncs the log and then answers;
 * {@code GET /fhir/<Type>/<id>} reads a resource. A second port takes orders: {@code POST /faults} sets a {@link SinkFault},
 * {@code DELETE /faults} takes all away, {@code GET /state} counts. Arguments: port (0 = any), log file. Prints
 * {@code ready <port> <control port>}. Started again on its log it holds what it held.
 */
public final class SinkServer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BACKLOG = 500;

    private final SinkStore store = new SinkStore();
    private final SinkFaults faults = new SinkFaults();
    private final SinkLog log;
    private final Object applying = new Object();
    private long last;
    private long requests;

    private SinkServer(Path logFile) throws IOException {
        SinkLog.each(logFile, request -> {
            store.replay(request);
            last = request.n();
        });
        this.log = SinkLog.open(logFile);
    }

    /** {@code port logFile}. */
    public static void main(String[] args) throws IOException {
        SinkServer sink = new SinkServer(Path.of(args[1]));
        HttpServer fhir = listen(Integer.parseInt(args[0]));
        fhir.createContext("/fhir", sink::fhir);
        HttpServer control = listen(0);
        control.createContext("/", sink::control);
        fhir.start();
        control.start();
        System.out.println("ready " + fhir.getAddress().getPort() + " "
                + control.getAddress().getPort());
    }

    private static HttpServer listen(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.setExecutor(Executors.newCachedThreadPool());
        return server;
    }

    private void fhir(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("GET")) {
                read(exchange);
            } else {
                transaction(exchange, exchange.getRequestBody().readAllBytes());
            }
        }
    }

    private void transaction(HttpExchange exchange, byte[] body) throws IOException {
        synchronized (applying) {
            requests++;
        }
        SinkFault fault = faults.take(body);
        if (fault != null && fault.delayMs() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(fault.delayMs()));
        }
        try {
            if (fault == null || fault.kind() == SinkFault.Kind.SLOW) {
                take(exchange, body);
            } else {
                fail(exchange, body, fault);
            }
        } catch (SinkStore.NotATransaction e) {
            answer(exchange, 400, "application/fhir+json", outcome("structure", e.getMessage()));
        }
    }

    private void fail(HttpExchange exchange, byte[] body, SinkFault fault)
            throws IOException, SinkStore.NotATransaction {
        switch (fault.kind()) {
            case ANSWER -> refuse(exchange, fault);
            case GARBAGE -> answer(exchange, 200, "text/html", "<html><body>Please sign in</body></html>");
            case LOSE_ANSWER -> apply(body);
            case HALT -> {
                apply(body);
                Runtime.getRuntime().halt(137);
            }
            case DROP, SLOW -> {
                // closed without an answer
            }
        }
    }

    private void take(HttpExchange exchange, byte[] body) throws IOException, SinkStore.NotATransaction {
        StringBuilder entries = new StringBuilder();
        for (SinkRequest.Entry entry : apply(body)) {
            entries.append(entries.isEmpty() ? "" : ",").append(response(entry));
        }
        answer(
                exchange,
                200,
                "application/fhir+json",
                "{\"resourceType\":\"Bundle\",\"type\":\"transaction-response\",\"entry\":[" + entries + "]}");
    }

    private static String response(SinkRequest.Entry entry) {
        String code =
                switch (entry.outcome()) {
                    case WRITTEN -> null;
                    case KEPT -> "kept";
                    case SUPERSEDED -> "superseded";
                };
        return code == null
                ? "{\"response\":{\"status\":\"200 OK\"}}"
                : "{\"response\":{\"status\":\"200 OK\",\"outcome\":{\"resourceType\":\"OperationOutcome\",\"issue\":[{"
                        + "\"severity\":\"information\",\"code\":\"informational\",\"details\":{\"coding\":[{"
                        + "\"system\":\"urn:qantara:outcome\",\"code\":\"" + code + "\"}]}}]}}}";
    }

    private List<SinkRequest.Entry> apply(byte[] body) throws IOException, SinkStore.NotATransaction {
        SinkStore.Applied applied;
        long line = 0;
        synchronized (applying) {
            applied = store.apply(last + 1, System.currentTimeMillis(), body);
            for (SinkRequest message : applied.messages()) {
                last++;
                line = log.append(message);
            }
        }
        log.sync(line);
        return applied.entries();
    }

    private void read(HttpExchange exchange) throws IOException {
        String resource = exchange.getRequestURI().getPath().replaceFirst("^/fhir/?", "");
        String found;
        synchronized (applying) {
            found = store.current(resource);
        }
        if (found == null) {
            answer(exchange, 404, "application/fhir+json", outcome("not-found", "no " + resource));
        } else {
            answer(exchange, 200, "application/fhir+json", found);
        }
    }

    private static void refuse(HttpExchange exchange, SinkFault fault) throws IOException {
        if (fault.retryAfterS() > 0) {
            exchange.getResponseHeaders().set("Retry-After", String.valueOf(fault.retryAfterS()));
        }
        String body = fault.body() == null ? outcome("processing", "the sink was told to say so") : fault.body();
        answer(
                exchange,
                fault.status(),
                fault.contentType() == null ? "application/fhir+json" : fault.contentType(),
                body);
    }

    private void control(HttpExchange exchange) throws IOException {
        try (exchange) {
            String order =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            switch (order) {
                case "POST /faults" ->
                    faults.add(JSON.readValue(exchange.getRequestBody().readAllBytes(), SinkFault.class));
                case "DELETE /faults" -> faults.clear();
                case "GET /state" -> {
                    // counted below, as after every order
                }
                default -> {
                    answer(exchange, 404, "text/plain", "no such order: " + order);
                    return;
                }
            }
            Sink.State state;
            synchronized (applying) {
                state = new Sink.State(requests, last, store.size(), faults.taken());
            }
            answer(exchange, 200, "application/json", JSON.writeValueAsString(state));
        }
    }

    private static String outcome(String code, @Nullable String text) throws IOException {
        return "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"" + code
                + "\",\"diagnostics\":" + JSON.writeValueAsString(text) + "}]}";
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().put("Content-Type", List.of(type));
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
