package org.qantara.tests.bench.ingest;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.qantara.mapping.Facility;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.SourceMessage;

/**
 * One line of the table: a server and a way of sending to it. Its senders keep their patients and numbers from one measurement to the next. A client
 * generates, maps and sends one message after the other and sends again what was answered 409, as the engine does.
 */
final class Cell {

    private static final Facility FACILITY = new Facility(
            MessageMix.FACILITY, MessageMix.FACILITY, ZoneId.of("Africa/Casablanca"), Facility.NumbersRestart.NEVER);
    private static final OffsetDateTime RECEIVED = OffsetDateTime.parse("2026-03-04T12:00:00+01:00");
    private static final int ATTEMPTS_MAX = 10;

    final String name;
    final BenchServer server;
    private final Way way;
    private final Mappings maps;
    private final List<MessageMix> senders = new ArrayList<>();
    private final AtomicLong intake = new AtomicLong();

    /**
     * What one measurement gave.
     *
     * @param serverMs CPU of the server a bundle, of which {@code compilersMs} in its just-in-time compilers
     * @param conflicts answers 409 or 412, sent again
     * @param failures messages that were not stored
     */
    record Result(
            double seconds,
            long bundles,
            long resources,
            long conflicts,
            long failures,
            double serverMs,
            double compilersMs,
            double postgresMs,
            double clientMs,
            Histogram micros) {}

    /** @param number cells on one server must differ in it: their doctors, wards and patients are apart */
    Cell(String name, BenchServer server, Way way, Mappings maps, int number, int clients) {
        this.name = name;
        this.server = server;
        this.way = way;
        this.maps = maps;
        for (int client = 0; client < clients; client++) {
            senders.add(new MessageMix(number, number * 100 + client));
        }
    }

    /** The local numbers of all patients that its messages have named. */
    List<String> patientNumbers() {
        return senders.stream()
                .flatMap(sender -> IntStream.range(0, sender.patients()).mapToObj(sender::patientNumber))
                .toList();
    }

    /** Sends for that many seconds. */
    Result run(int seconds, PostgresCpu postgres) throws InterruptedException {
        ConcurrentHistogram micros = new ConcurrentHistogram(60_000_000L, 3);
        AtomicLong resources = new AtomicLong();
        AtomicLong conflicts = new AtomicLong();
        AtomicLong failures = new AtomicLong();
        long postgresBefore = postgres.milliseconds();
        long serverBefore = server.cpuMs();
        long compilersBefore = server.compilersMs();
        long clientBefore = clientCpuMs();
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        List<Thread> clients = new ArrayList<>();
        for (MessageMix sender : senders) {
            Thread client = new Thread(() -> {
                while (System.nanoTime() < end) {
                    MappedBundle bundle = map(sender.next());
                    long number = intake.incrementAndGet();
                    long sent = System.nanoTime();
                    Way.Outcome outcome = way.send(bundle, number);
                    for (int attempt = 1; outcome == Way.Outcome.CONFLICT && attempt < ATTEMPTS_MAX; attempt++) {
                        conflicts.incrementAndGet();
                        outcome = way.send(bundle, number);
                    }
                    micros.recordValue((System.nanoTime() - sent) / 1_000);
                    if (outcome == Way.Outcome.STORED) {
                        resources.addAndGet(bundle.entries().size());
                    } else {
                        failures.incrementAndGet();
                    }
                }
            });
            clients.add(client);
            client.start();
        }
        for (Thread client : clients) {
            client.join();
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        long bundles = micros.getTotalCount() - failures.get();
        return new Result(
                elapsed,
                bundles,
                resources.get(),
                conflicts.get(),
                failures.get(),
                (double) (server.cpuMs() - serverBefore) / bundles,
                (double) (server.compilersMs() - compilersBefore) / bundles,
                (double) (postgres.milliseconds() - postgresBefore) / bundles,
                (double) (clientCpuMs() - clientBefore) / bundles,
                micros);
    }

    private static long clientCpuMs() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
    }

    private MappedBundle map(String message) {
        MapOutcome outcome = maps.map(new SourceMessage(
                message.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8, "hl7v2", FACILITY, RECEIVED));
        if (outcome instanceof MapOutcome.Mapped mapped) {
            return mapped.bundle();
        }
        throw new IllegalStateException("the maps that ship do not take a message of the bench: " + outcome.issues());
    }
}
