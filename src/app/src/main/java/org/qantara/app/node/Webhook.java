package org.qantara.app.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts alarms to a URL, in order: {@code {"event":"raised"|"cleared","kind":…,"subject":…,"text":…,"at":…,"node":…}}. What gets no 2xx
 * is tried again with growing waits for a day; meanwhile at most a thousand wait. A restart forgets what was not sent: what still stands
 * is raised again. No patient data.
 */
final class Webhook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WAITING_MAX = 1_000;
    private static final Duration WAIT_MAX = Duration.ofMinutes(5);
    private static final Duration GIVE_UP_AFTER = Duration.ofDays(1);

    private final URI url;
    private final String node;
    private final Clock clock;
    private final Duration firstWait;
    private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Thread thread = new Thread(this::run, "webhook");

    /** @param firstWait before the second attempt; doubled each time */
    Webhook(URI url, String node, Clock clock, Duration firstWait) {
        this.url = url;
        this.node = node;
        this.clock = clock;
        this.firstWait = firstWait;
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes an alarm that began (true) or ended; never blocks. */
    void tell(Alarm alarm, boolean begins) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("event", begins ? "raised" : "cleared");
        fields.put("kind", alarm.kind());
        fields.put("subject", alarm.subject());
        fields.put("text", alarm.text());
        fields.put("at", clock.instant().toString());
        fields.put("node", node);
        try {
            if (!waiting.offer(JSON.writeValueAsBytes(fields)))
                LOG.error("the webhook does not answer and {} alarms wait: this one is only in the log", WAITING_MAX);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("five strings are always JSON", e);
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) send(waiting.take());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void send(byte[] body) throws InterruptedException {
        Duration wait = firstWait;
        Duration waited = Duration.ZERO;
        while (waited.compareTo(GIVE_UP_AFTER) < 0) {
            String why;
            try {
                int status = http.send(
                                HttpRequest.newBuilder(url)
                                        .timeout(Duration.ofSeconds(10))
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status / 100 == 2) return;
                why = "status " + status;
            } catch (IOException e) {
                why = e.getClass().getSimpleName();
            }
            LOG.warn("the webhook did not take an alarm ({}), again in {} s", why, wait.toSeconds());
            TimeUnit.MILLISECONDS.sleep(wait.toMillis());
            waited = waited.plus(wait);
            wait = wait.multipliedBy(2).compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait.multipliedBy(2);
        }
        LOG.error("the webhook took no alarm for a day, one is given up");
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
