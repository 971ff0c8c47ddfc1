package org.qantara.dpp.registry.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qantara.dpp.registry.service.WithRegistry.newId;
import static org.qantara.dpp.registry.service.WithRegistry.patient;
import static org.qantara.dpp.registry.service.WithRegistry.withCnie;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.store.OwnedPostgres;
import org.qantara.dpp.testing.Answer;
import org.qantara.dpp.testing.DppProcess;
import org.qantara.dpp.testing.Sent;

/**
 * First the DPP's process is killed with {@code kill -9} while patients are written but not placed, then PostgreSQL under writers who register the same
 * people at several facilities. Every stored patient is placed afterwards, exactly once, and records of one person stand under one golden record.
 */
class RegistryCrashIT {
    private static final List<String> FACILITIES = List.of("CRASH-A", "CRASH-B", "CRASH-C");
    private static final int WRITTEN_NOT_PLACED = 4;
    private static final int WRITERS = 3;
    private static final int PERSONS_BEFORE_KILL = 12;
    private static final String SOURCES =
            "SELECT COUNT(*) FROM HFJ_RESOURCE WHERE RES_TYPE = 'Patient' AND FHIR_ID NOT LIKE 'mpi-%'";
    private static final String WAITING = "SELECT COUNT(DISTINCT RECORD_ID) FROM QANTARA_MPI_PENDING";

    private final AtomicInteger persons = new AtomicInteger();

    @Test
    void nobodyIsLeftUnplaced() throws Exception {
        try (OwnedPostgres postgres = new OwnedPostgres()) {
            DppSettings settings = new DppSettings(postgres.url(), "postgres", "", null);
            List<Set<String>> written = killedBetweenWriteAndPlacement(settings);
            try (WithRegistry dpp = WithRegistry.start(settings)) {
                allPlaced(settings, WRITTEN_NOT_PLACED * FACILITIES.size());
                written.forEach(records -> assertOnePerson(dpp, records));

                Map<Integer, Set<String>> answered = postgresKilledUnderWriters(postgres, dpp);
                long sources = allPlaced(settings, (long) PERSONS_BEFORE_KILL * FACILITIES.size());
                answered.values().forEach(records -> assertOnePerson(dpp, records));
                int told = answered.values().stream().mapToInt(Set::size).sum();
                assertThat(told).isLessThanOrEqualTo((int) sources).isGreaterThan(PERSONS_BEFORE_KILL);
                System.err.printf("registry after kills: %d sources, %d answered, all placed%n", sources, told);
            }
        }
    }

    /** A lock on the links holds every placement: what the kill leaves is written, committed, and placed by nobody. */
    private List<Set<String>> killedBetweenWriteAndPlacement(DppSettings settings) throws Exception {
        List<Set<String>> written = new ArrayList<>();
        AtomicInteger answers = new AtomicInteger();
        try (DppProcess dpp = DppProcess.start(settings);
                Connection connection = connect(settings)) {
            connection.setAutoCommit(false);
            execute(connection, "LOCK TABLE MPI_LINK IN EXCLUSIVE MODE");
            for (int i = 0; i < WRITTEN_NOT_PLACED; i++) {
                int person = persons.incrementAndGet();
                Set<String> records = new HashSet<>();
                for (String facility : FACILITIES) {
                    Patient patient = person(newId(), facility, person);
                    records.add(patient.getId());
                    Thread sender = new Thread(() -> {
                        Sent.by(facility, person).merge(patient).to(dpp.http());
                        answers.incrementAndGet();
                    });
                    sender.setUncaughtExceptionHandler((thread, expected) -> {});
                    sender.start();
                }
                written.add(records);
            }
            long all = (long) WRITTEN_NOT_PLACED * FACILITIES.size();
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> number(settings, WAITING) == all);
            assertThat(number(settings, SOURCES)).isEqualTo(all);
            dpp.kill();
            connection.rollback();
        }
        assertThat(answers).hasValue(0);
        assertThat(number(settings, "SELECT COUNT(*) FROM MPI_LINK")).isZero();
        return written;
    }

    private Map<Integer, Set<String>> postgresKilledUnderWriters(OwnedPostgres postgres, WithRegistry dpp)
            throws Exception {
        Map<Integer, Set<String>> answered = new ConcurrentHashMap<>();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            Thread thread = new Thread(() -> {
                while (!stop.get()) {
                    register(dpp, persons.incrementAndGet(), answered);
                }
            });
            thread.start();
            writers.add(thread);
        }
        Awaitility.await().atMost(120, TimeUnit.SECONDS).until(() -> answered.size() >= PERSONS_BEFORE_KILL);
        postgres.kill();
        stop.set(true);
        for (Thread thread : writers) {
            thread.join();
        }
        postgres.startAgain();
        return answered;
    }

    /** Waits until nobody waits, and counts: one link for each source. */
    private static long allPlaced(DppSettings settings, long least) {
        Awaitility.await()
                .atMost(90, TimeUnit.SECONDS)
                .ignoreExceptions()
                .until(() -> number(settings, "SELECT COUNT(*) FROM QANTARA_MPI_PENDING") == 0);
        long sources = number(settings, SOURCES);
        assertThat(sources).isGreaterThanOrEqualTo(least);
        assertThat(number(settings, "SELECT COUNT(*) FROM QANTARA_MPI_RECORD WHERE GOLDEN IS NOT NULL"))
                .isEqualTo(sources);
        assertThat(number(settings, "SELECT COUNT(DISTINCT TARGET_PID) FROM MPI_LINK"))
                .isEqualTo(sources);
        assertThat(number(settings, "SELECT COUNT(*) FROM MPI_LINK")).isEqualTo(sources);
        return sources;
    }

    private static void assertOnePerson(WithRegistry dpp, Set<String> records) {
        Set<String> golden = new HashSet<>();
        records.forEach(id -> golden.add(dpp.golden(id)));
        assertThat(golden).hasSize(1);
    }

    private static void register(WithRegistry dpp, int person, Map<Integer, Set<String>> answered) {
        for (String facility : FACILITIES) {
            Patient patient = person(newId(), facility, person);
            Answer answer = dpp.send(facility, person, patient);
            if (answer.status() == 200) {
                answered.computeIfAbsent(person, key -> ConcurrentHashMap.newKeySet())
                        .add(patient.getId());
            }
        }
    }

    private static Patient person(String id, String facility, int person) {
        String phone = "06610" + (10_000 + person);
        return withCnie(
                patient(id, facility, String.valueOf(person), "Amal", "Berkani", "1980-01-15", phone),
                "QR" + (100_000 + 37 * person));
    }

    private static Connection connect(DppSettings settings) throws Exception {
        return DriverManager.getConnection(settings.jdbcUrl(), settings.user(), "");
    }

    private static void execute(Connection connection, String sql) throws Exception {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(DppSettings settings, String sql) {
        try (Connection connection = connect(settings);
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
