package org.qantara.dpp.registry.service;

import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.r4.model.Linkage;
import org.hl7.fhir.r4.model.Patient;
import org.qantara.dpp.registry.fhir.LinkageReader;
import org.qantara.dpp.registry.fhir.PatientReader;
import org.qantara.dpp.registry.matching.Prepared;
import org.qantara.dpp.registry.store.Content;
import org.qantara.dpp.registry.store.Records;
import org.qantara.dpp.registry.store.Spellings;
import org.qantara.dpp.registry.store.Statements;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Registers patients in two steps: {@link #index} in the transaction that writes the Patient, {@link #place} in a second one before the request
 * is answered. Between them stands a row of QANTARA_MPI_PENDING, so that a killed process loses no placement. Thread-safe.
 */
final class Registration {
    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    private static final int CONFLICTS_MAX = 8;
    private static final int WAIT_MS = 15;
    private static final int WAITS_MAX = 150;

    private final Records records;
    private final Statements statements;
    private final Spellings spellings;
    private final Placement placement;
    private final Analysis analysis;
    private final TransactionTemplate transaction;

    Registration(
            Records records,
            Statements statements,
            Spellings spellings,
            Placement placement,
            Analysis analysis,
            TransactionTemplate transaction) {
        this.records = records;
        this.statements = statements;
        this.spellings = spellings;
        this.placement = placement;
        this.analysis = analysis;
        this.transaction = transaction;
    }

    /** To be called in the transaction that writes the Patient; true when the record waits to be placed. */
    boolean index(Patient patient) {
        Content content = PatientReader.read(patient);
        Prepared prepared = analysis.prepare(content.person());
        return records.index(patient.getIdElement().getIdPart(), content, analysis.keys(prepared));
    }

    /** To be called in the transaction that writes (or deletes) the Linkage: the patients to be placed, with the statements about them. */
    List<String> index(Linkage linkage, boolean deleted) {
        LinkageReader said = LinkageReader.read(linkage);
        List<String> concerned = statements.say(
                linkage.getIdElement().getIdPart(), deleted ? List.of() : said.patients(), said.state(), said.sender());
        concerned.forEach(patientId -> records.find(patientId).ifPresent(row -> records.await(row.id())));
        return concerned;
    }

    void delete(String patientId) {
        records.delete(patientId);
    }

    /** Places a record now; what cannot be placed now stays for the sweep, and the log says so without a name. */
    void place(String patientId) {
        try {
            place(patientId, true);
        } catch (RuntimeException e) {
            LOG.error(
                    "the registry could not place a record ({}); the sweep tries again",
                    e.getClass().getName());
        }
    }

    /** Places what has waited longer than {@code age}, in order of registration; how many were placed. */
    int sweep(Duration age, int max) {
        List<String> waiting = records.waiting(age, max);
        int placed = 0;
        for (String patientId : waiting) {
            try {
                place(patientId, false);
                placed++;
            } catch (RuntimeException e) {
                LOG.error(
                        "the registry's sweep could not place a record ({}); it tries again",
                        e.getClass().getName());
            }
        }
        return placed;
    }

    private void place(String patientId, boolean mayWait) {
        Set<String> names =
                records.find(patientId).map(row -> spellingsOf(row.content())).orElse(Set.of());
        int conflicts = 0;
        int waits = 0;
        while (true) {
            try {
                boolean wait = mayWait && waits < WAITS_MAX;
                transaction.executeWithoutResult(status -> {
                    spellings.learn(names);
                    placement.place(patientId, wait);
                });
                spellings.learnt(names);
                return;
            } catch (Placement.EarlierFirst e) {
                waits++;
                pause(WAIT_MS);
            } catch (ConcurrencyFailureException
                    | DataIntegrityViolationException
                    | ResourceVersionConflictException
                    | PersistenceException e) {
                conflicts++;
                if (conflicts >= CONFLICTS_MAX) {
                    throw e;
                }
                pause(5 + ThreadLocalRandom.current().nextInt(20 * conflicts));
            }
        }
    }

    private static Set<String> spellingsOf(Content content) {
        Set<String> names = new LinkedHashSet<>();
        content.person().names().forEach(name -> {
            names.add(name.family());
            names.add(name.given());
            names.addAll(List.of(name.given().split(" ")));
        });
        return names;
    }

    private static void pause(int milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a record waited to be placed", e);
        }
    }
}
