package org.qantara.dpp.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.dpp.testing.Answer;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;

/** Sixteen writers on the same two patients, each in charge of one element: nothing is lost, doubled or dead-locked. */
class ConcurrencyIT {

    private static final int WRITERS = 16;
    private static final int ROUNDS = 8;
    private static final int ATTEMPTS_MAX = 40;

    /** One top-level element: how a writer sets it to a round's number, and how the number is read back. */
    private record Element(BiConsumer<Patient, Integer> set, Function<Patient, String> get) {}

    private static final List<Element> ELEMENTS = List.of(
            new Element((p, n) -> p.addName().setFamily("F" + n), p -> p.getNameFirstRep()
                    .getFamily()),
            new Element((p, n) -> p.addTelecom().setValue("F" + n), p -> p.getTelecomFirstRep()
                    .getValue()),
            new Element((p, n) -> p.addAddress().setCity("F" + n), p -> p.getAddressFirstRep()
                    .getCity()),
            new Element((p, n) -> p.getMaritalStatus().setText("F" + n), p -> p.getMaritalStatus()
                    .getText()),
            new Element(
                    (p, n) -> p.addContact().getName().setFamily("F" + n),
                    p -> p.getContactFirstRep().getName().getFamily()),
            new Element((p, n) -> p.addPhoto().setTitle("F" + n), p -> p.getPhotoFirstRep()
                    .getTitle()),
            new Element((p, n) -> p.addIdentifier().setValue("F" + n), p -> p.getIdentifierFirstRep()
                    .getValue()),
            new Element(
                    (p, n) -> p.addCommunication().getLanguage().setText("F" + n),
                    p -> p.getCommunicationFirstRep().getLanguage().getText()),
            new Element(
                    (p, n) -> p.setMultipleBirth(new IntegerType(n)),
                    p -> "F" + p.getMultipleBirthIntegerType().getValue()),
            new Element(
                    (p, n) -> p.setBirthDateElement(new DateType(1900 + n, 0, 1)),
                    p -> "F" + (p.getBirthDateElement().getYear() - 1900)));

    private final List<String> patients =
            List.of(UUID.randomUUID().toString(), UUID.randomUUID().toString());

    @ParameterizedTest
    @EnumSource
    void nothingIsLostDoubledOrDeadLocked(Database database) throws Exception {
        DppUnderTest dpp = database.dpp();
        AtomicInteger conflicts = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<Integer>> running = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int number = writer;
            Callable<Integer> work = () -> {
                start.await(30, TimeUnit.SECONDS);
                return write(dpp, number, conflicts);
            };
            running.add(writers.submit(work));
        }
        int applied = 0;
        for (Future<Integer> writer : running) {
            applied += writer.get(180, TimeUnit.SECONDS);
        }
        writers.shutdown();
        System.err.printf(
                "%s: %d transactions of %d writers, %d answered 409 and were sent again%n",
                database, applied, WRITERS, conflicts.get());

        assertThat(applied).isEqualTo(WRITERS * ROUNDS);
        for (String id : patients) {
            Patient stored = dpp.get("/Patient/" + id).as(Patient.class);
            for (Element element : ELEMENTS) {
                assertThat(element.get.apply(stored)).isEqualTo("F" + ROUNDS);
            }
            int observations = dpp.get("/Observation?_summary=count&patient=" + id)
                    .bundle()
                    .getTotal();
            assertThat(observations).isEqualTo(WRITERS * ROUNDS);
        }
    }

    private int write(DppUnderTest dpp, int writer, AtomicInteger conflicts) {
        int applied = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            // the two patients in changing order: transactions that lock in the order of arrival would dead-lock
            List<String> order = new ArrayList<>(patients);
            if ((writer + round) % 2 == 0) {
                Collections.reverse(order);
            }
            Sent sent = Sent.by("W" + writer, round);
            for (String id : order) {
                Patient patient = new Patient();
                patient.setId(id);
                if (writer < ELEMENTS.size()) {
                    ELEMENTS.get(writer).set.accept(patient, round);
                    sent.merge(patient);
                } else {
                    sent.create(patient);
                }
                sent.replace(observation(id));
            }
            Answer answer = sent.to(dpp);
            for (int attempt = 1; answer.status() == 409 && attempt < ATTEMPTS_MAX; attempt++) {
                conflicts.incrementAndGet();
                answer = sent.to(dpp);
            }
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            applied++;
        }
        return applied;
    }

    private static Observation observation(String patient) {
        Observation observation = new Observation();
        observation.setId(UUID.randomUUID().toString());
        observation.setStatus(Observation.ObservationStatus.FINAL);
        observation.getCode().addCoding().setSystem("http://loinc.org").setCode("718-7");
        observation.setSubject(new Reference("Patient/" + patient));
        return observation;
    }
}
