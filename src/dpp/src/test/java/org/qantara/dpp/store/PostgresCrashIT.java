package org.qantara.dpp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.testing.Answer;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;

/** PostgreSQL is killed under four writers: what was answered 200 is there whole, everything else whole or not at all, and the DPP goes on. */
class PostgresCrashIT {

    private static final int WRITERS = 4;
    private static final int OBSERVATIONS = 6;
    private static final int ANSWERED_BEFORE_KILL = 25;

    @Test
    void transactionsAreWholeOrAbsent() throws Exception {
        try (OwnedPostgres postgres = new OwnedPostgres();
                DppUnderTest dpp = DppUnderTest.start(new DppSettings(postgres.url(), "postgres", "", null))) {
            ConcurrentMap<String, Integer> statusByPatient = new ConcurrentHashMap<>();
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger intake = new AtomicInteger();
            List<Thread> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                Thread thread = new Thread(() -> {
                    while (!stop.get()) {
                        String patient = UUID.randomUUID().toString();
                        Answer answer =
                                message(patient, intake.incrementAndGet()).to(dpp);
                        statusByPatient.put(patient, answer.status());
                    }
                });
                thread.start();
                writers.add(thread);
            }
            Awaitility.await()
                    .atMost(120, TimeUnit.SECONDS)
                    .until(() -> statusByPatient.size() >= ANSWERED_BEFORE_KILL);
            postgres.kill();
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> statusByPatient.containsValue(500));
            stop.set(true);
            for (Thread thread : writers) {
                thread.join();
            }
            postgres.startAgain();
            Awaitility.await()
                    .atMost(60, TimeUnit.SECONDS)
                    .until(() -> dpp.get("/Patient/none").status() == 404);

            int answered = 0;
            for (var sent : statusByPatient.entrySet()) {
                int found = dpp.get("/Observation?_summary=count&patient=" + sent.getKey())
                        .bundle()
                        .getTotal();
                boolean patientThere = dpp.get("/Patient/" + sent.getKey()).status() == 200;
                if (sent.getValue() == 200) {
                    answered++;
                    assertThat(patientThere).isTrue();
                    assertThat(found).isEqualTo(OBSERVATIONS);
                } else {
                    // anything but 5xx would make the engine quarantine the message instead of sending it again
                    assertThat(sent.getValue()).isGreaterThanOrEqualTo(500);
                    assertThat(found).isEqualTo(patientThere ? OBSERVATIONS : 0);
                }
            }
            System.err.printf(
                    "PostgreSQL killed: %d transactions answered, all whole; %d not answered%n",
                    answered, statusByPatient.size() - answered);
            assertThat(answered).isGreaterThanOrEqualTo(ANSWERED_BEFORE_KILL / 2);
            assertThat(message(UUID.randomUUID().toString(), intake.incrementAndGet())
                            .to(dpp)
                            .status())
                    .isEqualTo(200);
        }
    }

    private static Sent message(String patientId, int intake) {
        Patient patient = new Patient();
        patient.setId(patientId);
        Sent sent = Sent.by("CHU-RABAT", intake).merge(patient);
        for (int index = 0; index < OBSERVATIONS; index++) {
            Observation observation = new Observation();
            observation.setId(UUID.randomUUID().toString());
            observation.setStatus(Observation.ObservationStatus.FINAL);
            observation.getCode().addCoding().setSystem("http://loinc.org").setCode("718-7");
            observation.setSubject(new Reference("Patient/" + patientId));
            sent.replace(observation);
        }
        return sent;
    }
}
