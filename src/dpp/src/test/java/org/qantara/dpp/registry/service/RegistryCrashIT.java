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
import org.junit.jupiter.api.Test;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.store.OwnedPostgres;
import org.qantara.dpp.testing.Answer;

/**
 * PostgreSQL is killed under writers who register the same people at several facilities. Every stored patient is placed afterwards, exactly once,
 * and records of one person stand under one golden record, whether the kill came before, between or after the two transactions.
 */
class RegistryCrashIT {
    private static final int WRITERS = 3;
    private static final int PERSONS_BEFORE_KILL = 12;

    @Test
    void nobodyIsLeftUnplaced() throws Exception {
        try (OwnedPostgres postgres = new OwnedPostgres()) {
            DppSettings settings = new DppSettings(postgres.url(), "postgres", "", null);
            Map<Integer, Set<String>> answered = new ConcurrentHashMap<>();
            try (WithRegistry dpp = WithRegistry.start(settings)) {
                AtomicBoolean stop = new AtomicBoolean();
                AtomicInteger persons = new AtomicInteger();
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
            }
            postgres.startAgain();
            try (WithRegistry dpp = WithRegistry.start(settings);
                    Connection connection = DriverManager.getConnection(postgres.url(), "postgres", "")) {
                Awaitility.await()
                        .atMost(60, TimeUnit.SECONDS)
                        .until(() -> number(connection, "SELECT COUNT(*) FROM QANTARA_MPI_PENDING") == 0);
                long sources = number(
                        connection,
                        "SELECT COUNT(*) FROM HFJ_RESOURCE WHERE RES_TYPE = 'Patient' AND FHIR_ID NOT LIKE 'mpi-%'");
                assertThat(number(connection, "SELECT COUNT(*) FROM QANTARA_MPI_RECORD WHERE GOLDEN IS NOT NULL"))
                        .isEqualTo(sources);
                assertThat(number(connection, "SELECT COUNT(DISTINCT TARGET_PID) FROM MPI_LINK"))
                        .isEqualTo(sources);
                assertThat(number(connection, "SELECT COUNT(*) FROM MPI_LINK")).isEqualTo(sources);
                int told = 0;
                for (Set<String> records : answered.values()) {
                    Set<String> golden = new HashSet<>();
                    records.forEach(id -> golden.add(dpp.golden(id)));
                    assertThat(golden).hasSize(1);
                    told += records.size();
                }
                assertThat(told).isLessThanOrEqualTo((int) sources).isGreaterThan(PERSONS_BEFORE_KILL);
                System.err.printf("registry after kill: %d sources, %d answered, all placed%n", sources, told);
            }
        }
    }

    private static void register(WithRegistry dpp, int person, Map<Integer, Set<String>> answered) {
        for (String facility : List.of("CRASH-A", "CRASH-B", "CRASH-C")) {
            String id = newId();
            Answer answer = dpp.send(
                    facility,
                    person,
                    withCnie(
                            patient(
                                    id,
                                    facility,
                                    String.valueOf(person),
                                    "Amal",
                                    "Berkani",
                                    "1980-01-15",
                                    "06610" + (10_000 + person)),
                            "QR" + (100_000 + 37 * person)));
            if (answer.status() == 200) {
                answered.computeIfAbsent(person, key -> ConcurrentHashMap.newKeySet())
                        .add(id);
            }
        }
    }

    private static long number(Connection connection, String sql) throws Exception {
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
