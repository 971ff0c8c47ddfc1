package org.qantara.tests.bench.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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
    private final Shape shape;
    private final Mappings maps;
    private final List<MessageMix> senders = new ArrayList<>();
    private final AtomicLong intake = new AtomicLong();
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * What one measurement gave.
     *
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
            double postgresMs,
            double clientMs,
            Histogram micros) {}

    /** @param number cells on one server must differ in it: their doctors, wards and patients are apart */
    Cell(String name, BenchServer server, Shape shape, Mappings maps, int number, int clients) {
        this.name = name;
        this.server = server;
        this.shape = shape;
        this.maps = maps;
        for (int client = 0; client < clients; client++) {
            senders.add(new MessageMix(number, number * 100 + client));
        }
    }

    /** Sends for that many seconds. */
    Result run(int seconds, PostgresCpu postgres) throws InterruptedException {
        ConcurrentHistogram micros = new ConcurrentHistogram(60_000_000L, 3);
        AtomicLong resources = new AtomicLong();
        AtomicLong conflicts = new AtomicLong();
        AtomicLong failures = new AtomicLong();
        long postgresBefore = postgres.milliseconds();
        long serverBefore = server.cpuMs();
        long clientBefore = clientCpuMs();
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        List<Thread> clients = new ArrayList<>();
        for (MessageMix sender : senders) {
            Thread client = new Thread(() -> {
                while (System.nanoTime() < end) {
                    MappedBundle bundle = map(sender.next());
                    byte[] json = shape.json(
                            bundle, "urn:qantara:message:" + MessageMix.FACILITY + ":" + intake.incrementAndGet());
                    long sent = System.nanoTime();
                    int status = post(json);
                    for (int attempt = 1; (status == 409 || status == 412) && attempt < ATTEMPTS_MAX; attempt++) {
                        conflicts.incrementAndGet();
                        status = post(json);
                    }
                    micros.recordValue((System.nanoTime() - sent) / 1_000);
                    if (status == 200) {
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

    private int post(byte[] json) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.base()))
                .header("Content-Type", "application/fhir+json; charset=utf-8")
                .header("Accept", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() >= 400 && answer.statusCode() != 409 && answer.statusCode() != 412) {
                System.err.println(new String(answer.body(), StandardCharsets.UTF_8));
            }
            return answer.statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
