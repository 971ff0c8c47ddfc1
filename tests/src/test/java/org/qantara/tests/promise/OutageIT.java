package org.qantara.tests.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.engine.Engine;
import org.qantara.engine.EngineSettings;
import org.qantara.engine.MessageState;
import org.qantara.engine.Signals;
import org.qantara.engine.inbox.Verdict;
import org.qantara.engine.ledger.Account;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Received;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Mappings;
import org.qantara.tests.Home;
import org.qantara.tests.sink.Sink;
import org.qantara.tests.sink.SinkProof;

/**
 * The DPP killed under load: messages are accepted all the while, and when it is back the backlog is drained in order beside live traffic.
 * The real maps, a real journal and ledger, and a sink that is really killed.
 */
class OutageIT {
    private static final int PER_SECOND = 25;
    private static final int PATIENTS = 60;
    private static final FacilityRoute FACILITY =
            new FacilityRoute("CHU-TEST", Map.of("authority", "CHU", "zone", "Africa/Casablanca"));

    @TempDir
    Path folder;

    private final Map<Long, Long> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void aMinuteWithoutTheDpp() throws Exception {
        outage(Duration.ofMinutes(1));
    }

    @Test
    @Tag("long")
    void tenMinutesWithoutTheDpp() throws Exception {
        outage(Duration.ofMinutes(10));
    }

    private void outage(Duration down) throws Exception {
        Mappings maps = ((Compilation.Compiled) Mappings.compile(Home.folder().resolve("mappings"))).mappings();
        ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
        try (Sink sink = Sink.start(folder.resolve("sink.log"));
                Engine engine = Engine.start(
                        EngineSettings.of(folder.resolve("data"), null, null, sink.base()),
                        () -> "",
                        () -> maps,
                        Signals.NONE)) {
            load.scheduleAtFixedRate(() -> send(engine), 0, 1_000_000 / PER_SECOND, TimeUnit.MICROSECONDS);
            await().atMost(Duration.ofSeconds(60)).until(() -> sink.state().applied() > 100);
            sink.kill();
            long began = System.nanoTime();
            int before = acknowledged.size();
            TimeUnit.NANOSECONDS.sleep(down.toNanos() - (System.nanoTime() - began));
            int backlog = acknowledged.size() - before;
            assertThat(backlog).as("accepted while it was down").isGreaterThan((int)
                    (down.toSeconds() * PER_SECOND / 2));
            sink.restart();
            long back = System.nanoTime();
            int target = acknowledged.size();
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> engine.status().destinations().get(0).queued() < 20);
            double drained = (System.nanoTime() - back) / 1e9;
            int live = acknowledged.size() - target;
            load.shutdown();
            load.awaitTermination(10, TimeUnit.SECONDS);
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> engine.messages().account().states().getOrDefault(MessageState.ACCEPTED, 0L) == 0);
            SinkProof proof = SinkProof.of(sink.log());
            int lost = proof.lost(FACILITY.code(), acknowledged.keySet()).size();
            Account account = engine.messages().account();
            System.out.printf(
                    "outage: DPP down %d s at %d messages/s, %d accepted meanwhile, %d refused; drained in %.1f s"
                            + " beside %d live%noutage: %s%noutage: %s%n",
                    down.toSeconds(),
                    PER_SECOND,
                    backlog,
                    refused.get(),
                    drained,
                    live,
                    proof.line(acknowledged.size(), lost),
                    account);
            assertThat(lost).isZero();
            assertThat(proof.doubled()).isZero();
            assertThat(proof.inversions()).isZero();
            assertThat(refused).hasValue(0);
            assertThat(account.balances()).isTrue();
            assertThat(account.lost()).isEmpty();
        } finally {
            load.shutdownNow();
        }
    }

    private void send(Engine engine) {
        int n = sent.incrementAndGet();
        String text = "MSH|^~\\&|HIS|CHU|QANTARA|DPP|20260301100000||ADT^A08^ADT_A01|O" + n + "|P|2.5.1\r"
                + "EVN|A08|20260301100000\r"
                + "PID|1||P" + n % PATIENTS + "^^^CHU^PI||Name" + n + "^Test||19700101|F\r"
                + "PV1|1|I|W^1^1||||||||||||||||V" + n % PATIENTS + "\r";
        Received received = new Received(
                FACILITY,
                "mllp",
                "hl7v2",
                "127.0.0.1:40000",
                2575,
                OffsetDateTime.parse("2026-03-01T10:00:00+01:00"),
                "UTF-8",
                "declared",
                null,
                null,
                text.getBytes(StandardCharsets.UTF_8));
        engine.inbox().receive(received).thenAccept(verdict -> {
            if (verdict instanceof Verdict.Accepted accepted) acknowledged.put(accepted.intake(), (long) n);
            else refused.incrementAndGet();
        });
    }
}
