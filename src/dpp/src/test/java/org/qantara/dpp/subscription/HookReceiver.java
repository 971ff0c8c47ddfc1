package org.qantara.dpp.subscription;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Somebody who is notified, on a free loopback port; answers what the test says. */
final class HookReceiver implements AutoCloseable {

    /** A request, with what was answered. */
    record Heard(String method, String path, String body, String authorization, int answered) {}

    private final HttpServer server;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String redirect = "";

    HookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        int answer = status;
        heard.add(new Heard(
                exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body, authorization, answer));
        if (!redirect.isEmpty()) {
            exchange.getResponseHeaders().set("Location", redirect);
        }
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    void answers(int newStatus) {
        status = newStatus;
    }

    void redirectsTo(String location) {
        redirect = location;
        status = location.isEmpty() ? 200 : 307;
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String url() {
        return "http://" + host() + "/hook";
    }

    List<Heard> heard() {
        return List.copyOf(heard);
    }

    /** What was taken with 200. */
    List<Heard> taken() {
        return heard.stream().filter(one -> one.answered == 200).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
