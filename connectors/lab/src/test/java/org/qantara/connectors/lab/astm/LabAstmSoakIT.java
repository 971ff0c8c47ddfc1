package org.qantara.connectors.lab.astm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.qantara.emulate.AnalyserEmulator;
import org.qantara.emulate.AnalyserEmulator.Waits;
import org.qantara.emulate.Dialect;
import org.qantara.emulate.LineFaults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Twenty emulated analysers of four dialects, five of a hundred frames damaged, repeated, unanswered or cut off, and an inbox that
 * now and then cannot store. The proof is from outside: what the analysers saw acknowledged against what the inbox holds.
 */
class LabAstmSoakIT {
    private static final Logger LOG = LoggerFactory.getLogger(LabAstmSoakIT.class);
    private static final int ANALYSERS = 20;
    private static final double FAULT_RATE = 0.05;
    private static final Waits WAITS = new Waits(1_000, 50, 50);

    @Test
    @Timeout(240)
    void aThousandResults() throws Exception {
        run(1_000);
    }

    @Test
    @Tag("long")
    @Timeout(900)
    void tenThousandResults() throws Exception {
        run(10_000);
    }

    private static void run(int results) throws Exception {
        TestInbox inbox = new TestInbox();
        AtomicInteger asked = new AtomicInteger();
        inbox.verdict = body -> asked.incrementAndGet() % 97 == 0 ? "unavailable" : "accepted";
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        List<AnalyserEmulator> analysers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(ANALYSERS);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            for (Dialect dialect : Dialect.values()) listen(camel, dialect, inbox);
            camel.start();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < ANALYSERS; i++) {
                Dialect dialect = Dialect.values()[i % Dialect.values().length];
                int port = ((LabAstmConsumer) camel.getRoute(dialect.name()).getConsumer()).getLocalPort();
                AnalyserEmulator analyser = new AnalyserEmulator(
                        dialect,
                        () -> new Socket(InetAddress.getLoopbackAddress(), port),
                        new LineFaults(4711 + i, FAULT_RATE),
                        WAITS);
                analysers.add(analyser);
                String name = "A" + i;
                running.add(threads.submit(() -> {
                    for (int n = 0; n < results / ANALYSERS; n++) {
                        String message = dialect.results(name, name + "-" + n, String.valueOf(n), "4.2", "5.5", "6.1");
                        analyser.send(message);
                        acknowledged.add(message);
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) each.get(10, TimeUnit.MINUTES);
            for (AnalyserEmulator analyser : analysers) analyser.close();
        } finally {
            threads.shutdownNow();
        }
        prove(results, inbox, acknowledged, analysers);
    }

    private static void listen(DefaultCamelContext camel, Dialect dialect, TestInbox inbox) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("lab-astm:127.0.0.1:0?profile=" + dialect.profile()
                                + "&messageBytesMax=100000&workers=2&charset=ISO-8859-1" + "&connectionsMax="
                                + (64 + dialect.ordinal()))
                        .routeId(dialect.name())
                        .process(inbox);
            }
        });
    }

    private static void prove(
            int results, TestInbox inbox, Set<String> acknowledged, List<AnalyserEmulator> analysers) {
        List<String> stored = inbox.acceptedBodies();
        Map<String, Integer> times = new HashMap<>();
        for (String body : stored) times.merge(body, 1, Integer::sum);
        int again = stored.size() - times.size();
        int inDoubt =
                analysers.stream().mapToInt(AnalyserEmulator::sessionsInDoubt).sum();
        int faults = analysers.stream().mapToInt(AnalyserEmulator::faultsMade).sum();
        LOG.warn(
                "{} answers too late; {} results, {} transmission errors: {} lost, {} invented; {} sent again by the analyser after an answer it did not"
                        + " see ({} such answers), {} fragments kept as faults",
                analysers.stream().mapToInt(AnalyserEmulator::answersTooLate).sum(),
                results,
                faults,
                minus(acknowledged, times.keySet()),
                minus(times.keySet(), acknowledged),
                again,
                inDoubt,
                inbox.faults.size());
        assertThat(acknowledged).hasSize(results);
        assertThat(times.keySet()).as("none lost, none invented, none damaged").isEqualTo(acknowledged);
        assertThat(again)
                .as("handed over twice only where the analyser itself sent twice")
                .isLessThanOrEqualTo(inDoubt);
        assertThat(faults).as("errors were made").isGreaterThan(results / 20);
        assertThat(inbox.faults).isNotEmpty();
    }

    private static int minus(Set<String> these, Set<String> others) {
        Set<String> rest = new HashSet<>(these);
        rest.removeAll(others);
        return rest.size();
    }
}
