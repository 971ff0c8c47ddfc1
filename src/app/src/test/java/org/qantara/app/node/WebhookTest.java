package org.qantara.app.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WebhookTest {
    @Test
    void alarmsArriveInOrderAlsoWhenTheReceiverFailsAtFirst() throws Exception {
        List<JsonNode> got = new CopyOnWriteArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        receiver.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean takes = asked.incrementAndGet() > 2;
            if (takes) got.add(new ObjectMapper().readTree(body));
            exchange.sendResponseHeaders(takes ? 204 : 503, -1);
            exchange.close();
        });
        receiver.start();
        Clock clock = Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);
        URI url = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/alerts");
        try (Webhook webhook = new Webhook(url, "node-1", clock, Duration.ofMillis(5))) {
            var alarm = new Alarm("silence", "CHU-RABAT", "CHU-RABAT has sent nothing for 125 minutes");
            webhook.tell(alarm, true);
            webhook.tell(alarm, false);
            await().until(() -> got.size() == 2);
        } finally {
            receiver.stop(0);
        }
        assertThat(asked).hasValue(4);
        assertThat(got).extracting(post -> post.path("event").asText()).containsExactly("raised", "cleared");
        assertThat(got.get(0).path("subject").asText()).isEqualTo("CHU-RABAT");
        assertThat(got.get(0).path("node").asText()).isEqualTo("node-1");
        assertThat(got.get(0).path("at").asText()).isEqualTo("2026-03-01T10:00:00Z");
    }
}
