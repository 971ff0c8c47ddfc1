package org.qantara.tests.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.Socket;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.qantara.app.security.Access;
import org.qantara.emulate.AnalyserEmulator;
import org.qantara.emulate.AstmResults;
import org.qantara.emulate.Dialect;
import org.qantara.emulate.LabSample;
import org.qantara.emulate.LineFaults;
import org.qantara.tests.process.Stack;
import org.qantara.tests.process.TestHome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Twenty emulated analysers of four dialects against the whole stack, five of a hundred frames damaged, repeated, unanswered or cut off.
 * The proof is from outside: what the analysers saw acknowledged against what the record holds when a foreign client reads it.
 */
class LabSoakIT {
    private static final Logger LOG = LoggerFactory.getLogger(LabSoakIT.class);
    private static final String FACILITY = "LAB-SOAK-01";
    private static final int ANALYSERS = 20;
    private static final int RESULTS_A_MESSAGE = 10;
    private static final int PATIENTS_AN_ANALYSER = 5;
    private static boolean routed;

    @Test
    void fourHundredResults() throws Exception {
        run("A", 400);
    }

    @Test
    @Tag("long")
    void tenThousandResults() throws Exception {
        run("B", 10_000);
    }

    private static void routes(Stack stack) throws Exception {
        StringBuilder yaml = new StringBuilder();
        List<Integer> ports = TestHome.freePorts(Dialect.values().length);
        for (Dialect dialect : Dialect.values())
            yaml.append(
                    """
                    - templatedRoute:
                        routeTemplateRef: lab-astm
                        routeId: LAB-SOAK-01-%1$s
                        parameters:
                          - { name: facility, value: LAB-SOAK-01 }
                          - { name: port, value: %2$d }
                          - { name: profile, value: %1$s }
                          - { name: authority, value: LABSOAK }
                    """
                            .formatted(dialect.profile(), ports.get(dialect.ordinal())));
        stack.route(FACILITY, yaml.toString());
    }

    /** Every value is sent once in the whole run, so that a value names its result. */
    private static LabSample sample(String run, int analyser, int n) {
        List<LabSample.Result> results = new ArrayList<>();
        for (int r = 0; r < RESULTS_A_MESSAGE; r++)
            results.add(new LabSample.Result("T" + r, "Test " + r, value(analyser, n, r), "mmol/L", "0 - 100000", "N"));
        return new LabSample(
                run + "S" + analyser + "-" + n,
                run + "P" + analyser + "-" + n % PATIENTS_AN_ANALYSER,
                "TAZI",
                "Omar",
                "19710517",
                "M",
                results);
    }

    private static String value(int analyser, int n, int r) {
        return String.valueOf(1_000_000 + (analyser * 1_000 + n) * RESULTS_A_MESSAGE + r);
    }

    private static void run(String run, int results) throws Exception {
        Stack stack = Stack.shared();
        if (!routed) routes(stack);
        routed = true;
        int messages = results / RESULTS_A_MESSAGE / ANALYSERS;
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        List<AnalyserEmulator> analysers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(ANALYSERS);
        long begin = System.nanoTime();
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < ANALYSERS; i++) {
                Dialect dialect = Dialect.values()[i % Dialect.values().length];
                int port = stack.portOf(FACILITY + "-" + dialect.profile());
                AnalyserEmulator analyser = new AnalyserEmulator(
                        dialect,
                        () -> new Socket("127.0.0.1", port),
                        new LineFaults(4711 + i, 0.05),
                        new AnalyserEmulator.Waits(10_000, 50, 50));
                analysers.add(analyser);
                int number = i;
                running.add(threads.submit(() -> {
                    AstmResults wire = new AstmResults(dialect, dialect.profile(), "serial-" + number);
                    for (int n = 0; n < messages; n++) {
                        analyser.send(
                                wire.message(run + number + "-" + n, sample(run, number, n), LocalDateTime.now()));
                        for (int r = 0; r < RESULTS_A_MESSAGE; r++) acknowledged.add(value(number, n, r));
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) each.get(10, TimeUnit.MINUTES);
            for (AnalyserEmulator analyser : analysers) analyser.close();
        } finally {
            threads.shutdownNow();
        }
        long sent = System.nanoTime();
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> underWay(stack) == 0);
        prove(stack, run, results, acknowledged, analysers, sent - begin, System.nanoTime() - sent);
    }

    private static int underWay(Stack stack) throws Exception {
        return stack.fhir()
                .json("/api/messages?limit=1&state=accepted&facility=" + FACILITY, Access.OPERATOR)
                .path("messages")
                .size();
    }

    private static void prove(
            Stack stack,
            String run,
            int results,
            Set<String> acknowledged,
            List<AnalyserEmulator> analysers,
            long sendNs,
            long drainNs)
            throws Exception {
        Map<String, Integer> times = new TreeMap<>();
        int rewritten = 0;
        for (int analyser = 0; analyser < ANALYSERS; analyser++)
            for (int p = 0; p < PATIENTS_AN_ANALYSER; p++)
                for (JsonNode result : record(stack, run + "P" + analyser + "-" + p)) {
                    times.merge(
                            result.path("valueQuantity")
                                    .path("value")
                                    .decimalValue()
                                    .toPlainString(),
                            1,
                            Integer::sum);
                    rewritten += result.path("meta").path("versionId").asText().equals("1") ? 0 : 1;
                }
        Set<String> lost = new TreeSet<>(acknowledged);
        lost.removeAll(times.keySet());
        Set<String> invented = new TreeSet<>(times.keySet());
        invented.removeAll(acknowledged);
        long doubled = times.values().stream().filter(n -> n > 1).count();
        int faults = analysers.stream().mapToInt(AnalyserEmulator::faultsMade).sum();
        int again =
                analysers.stream().mapToInt(AnalyserEmulator::sessionsInDoubt).sum();
        LOG.warn(
                "{} results of {} analysers, {} transmission errors, {} messages sent again by the analyser: {} lost, {} doubled, {} invented, {} written"
                        + " twice; sent in {} s, in the record {} s later",
                results,
                ANALYSERS,
                faults,
                again,
                lost.size(),
                doubled,
                invented.size(),
                rewritten,
                sendNs / 1_000_000_000,
                drainNs / 1_000_000_000);
        assertThat(acknowledged).hasSize(results);
        assertThat(lost).as("lost").isEmpty();
        assertThat(doubled).as("doubled").isZero();
        assertThat(invented).as("invented").isEmpty();
        assertThat(rewritten).as("a repeated message is applied once").isZero();
        assertThat(faults).as("errors were made").isPositive();
    }

    private static List<JsonNode> record(Stack stack, String number) throws Exception {
        List<JsonNode> patients = stack.fhir().search("Patient?identifier=urn:ma:ipp:" + FACILITY + "%7C" + number);
        if (patients.isEmpty()) return List.of();
        return stack.fhir()
                .search("Observation?_count=200&patient="
                        + patients.get(0).path("id").asText());
    }
}
