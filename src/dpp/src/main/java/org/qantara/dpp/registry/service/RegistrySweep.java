package org.qantara.dpp.registry.service;

import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.qantara.dpp.registry.fhir.GoldenPatient;
import org.qantara.dpp.registry.store.Records;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Repairs in the background what the request path left: at the start everything that a killed process did not place, then every few seconds
 * what has waited too long. Patients that were stored before there was a registry are taken in at the start. One thread; stopping it loses nothing.
 */
final class RegistrySweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrySweep.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PAGE = 200;
    private static final int STOP_SECONDS = 20;

    private final Registration registration;
    private final Records records;
    private final IFhirResourceDao<Patient> patients;
    private final TransactionTemplate transaction;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "registry-sweep");
        worker.setDaemon(true);
        return worker;
    });

    RegistrySweep(
            Registration registration,
            Records records,
            IFhirResourceDao<Patient> patients,
            TransactionTemplate transaction) {
        this.registration = registration;
        this.records = records;
        this.patients = patients;
        this.transaction = transaction;
    }

    void start() {
        thread.execute(() -> guarded(this::atStart));
        thread.scheduleWithFixedDelay(() -> guarded(() -> registration.sweep(PATIENCE, PAGE)), 5, 5, TimeUnit.SECONDS);
    }

    private void atStart() {
        int placed = 0;
        for (int step = registration.sweep(Duration.ZERO, PAGE); step > 0; ) {
            placed += step;
            step = stopped() ? 0 : registration.sweep(Duration.ZERO, PAGE);
        }
        int taken = 0;
        for (List<String> page = unknown(); !page.isEmpty() && !stopped(); page = unknown()) {
            int indexed = 0;
            for (String patientId : page) {
                indexed += takeIn(patientId) ? 1 : 0;
            }
            if (indexed == 0) {
                break;
            }
            taken += indexed;
            registration.sweep(Duration.ZERO, PAGE);
        }
        if (placed + taken > 0) {
            LOG.info(
                    "the registry placed {} records that an earlier process had left, and took in {} patients",
                    placed,
                    taken);
        }
    }

    private List<String> unknown() {
        return records.unknown(GoldenPatient.ID_PREFIX, PAGE);
    }

    private boolean takeIn(String patientId) {
        try {
            Patient patient = patients.read(new IdType("Patient", patientId), new SystemRequestDetails());
            return Boolean.TRUE.equals(transaction.execute(status -> registration.index(patient)));
        } catch (ResourceNotFoundException | ResourceGoneException e) {
            return false; // deleted since the page was read
        }
    }

    private boolean stopped() {
        return thread.isShutdown();
    }

    /** An exception would end the schedule. */
    private void guarded(Runnable work) {
        try {
            if (!stopped()) {
                work.run();
            }
        } catch (RuntimeException e) {
            LOG.error(
                    "the registry's sweep failed ({}); it runs again in seconds",
                    e.getClass().getName());
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the registry's sweep did not end in {} s; the next start repeats it", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
