package org.qantara.dpp.registry.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.qantara.dpp.registry.service.WithRegistry.newId;
import static org.qantara.dpp.registry.service.WithRegistry.patient;
import static org.qantara.dpp.registry.service.WithRegistry.result;
import static org.qantara.dpp.registry.service.WithRegistry.withCnie;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.dpp.registry.store.DecisionRow;
import org.qantara.dpp.testing.Answer;
import org.qantara.dpp.testing.Database;

/** Registration in the request path: who belongs together, who waits for a person, and how it is undone. */
class RegistryIT {

    @ParameterizedTest
    @EnumSource
    void threeScriptsOneGoldenRecord(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        String hospital = newId();
        String laboratory = newId();
        String radiology = newId();
        dpp.send(
                "CHU-RABAT",
                1,
                patient(hospital, "CHU-RABAT", "1", "فاطمة الزهراء", "الإدريسي", "1984-03-09", "0661223344"));
        dpp.send(
                "LAB-FES",
                1,
                patient(laboratory, "LAB-FES", "9", "Fatima Ezzahra", "El Idrissi", "1984-03-09", "+212 661 22 33 44"),
                result(newId(), laboratory, "13.1"));
        dpp.send(
                "IMG-RABAT",
                1,
                patient(radiology, "IMG-RABAT", "77", "FATIMA ZAHRA", "IDRISSI", "1984-03-09", "0661223344"));

        String golden = dpp.golden(hospital);
        assertThat(dpp.golden(laboratory)).isEqualTo(golden);
        assertThat(dpp.golden(radiology)).isEqualTo(golden);
        assertThat(dpp.registry().members(golden)).containsExactly(hospital, laboratory, radiology);
        Patient stored = dpp.http().get("/Patient/" + golden).as(Patient.class);
        assertThat(stored.getMeta().getTagFirstRep().getCode()).isEqualTo("GOLDEN_RECORD");
        assertThat(stored.getName()).hasSize(3);

        for (String asked : List.of(golden, hospital, radiology)) {
            Bundle results =
                    dpp.http().get("/Observation?subject:mdm=Patient/" + asked).bundle();
            assertThat(results.getEntry()).as("results of %s", asked).hasSize(1);
            Bundle everything = dpp.http()
                    .get("/Patient/" + asked + "/$everything?_mdm=true")
                    .bundle();
            assertThat(types(everything)).as("everything of %s", asked).contains("Observation");
            assertThat(ids(everything)).contains(hospital, laboratory, radiology);
        }
        List<DecisionRow> decisions = dpp.registry().decisions(laboratory);
        assertThat(decisions).hasSize(1);
        assertThat(decisions.get(0).outcome()).isEqualTo("link");
        assertThat(decisions.get(0).version()).startsWith("ma-1/");
        assertThat(decisions.get(0).matches().get(0).fields()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aQueryInOneScriptFindsTheOther(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        String latin = newId();
        String arabic = newId();
        dpp.send("CHU-RABAT", 11, patient(latin, "CHU-RABAT", "20", "Abdelkader", "Ouazzani", "1951-01-20", ""));
        dpp.send("LAB-FES", 11, patient(arabic, "LAB-FES", "21", "يوسف", "بنجلون", "1990-05-06", ""));
        assertThat(found(dpp, "family", "الوزاني")).contains(latin);
        assertThat(found(dpp, "name", "عبد القادر")).contains(latin);
        assertThat(found(dpp, "family", "Benjelloun")).contains(arabic);
        assertThat(found(dpp, "given", "Youssef")).contains(arabic);
        assertThat(found(dpp, "family:exact", "Benjelloun")).doesNotContain(arabic);
    }

    @ParameterizedTest
    @EnumSource
    void anIdentifierFindsSourcesOnly(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        String id = newId();
        dpp.send(
                "CHU-RABAT",
                21,
                withCnie(patient(id, "CHU-RABAT", "30", "Salma", "Tahiri", "1999-09-09", ""), "AB998877"));
        assertThat(ids(dpp.http()
                        .get("/Patient?identifier=urn:ma:cnie%7CAB998877")
                        .bundle()))
                .containsExactly(id);
        assertThat(ids(dpp.http()
                        .get("/Patient?identifier=urn:qantara:mpi%7C" + dpp.golden(id))
                        .bundle()))
                .containsExactly(dpp.golden(id));
    }

    @ParameterizedTest
    @EnumSource
    void doubtsWaitForAPersonWhoCanUndoEverything(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        String known = newId();
        String doubtful = newId();
        dpp.send(
                "CHU-RABAT",
                31,
                withCnie(patient(known, "CHU-RABAT", "40", "Zineb", "Sqalli", "1977-07-17", ""), "CD112233"));
        // the card agrees, the given name does not
        dpp.send(
                "LAB-FES",
                31,
                withCnie(patient(doubtful, "LAB-FES", "41", "Khadija", "Sqalli", "1977-07-17", ""), "CD112233"));
        assertThat(dpp.golden(doubtful)).isNotEqualTo(dpp.golden(known));
        DecisionRow review = open(dpp, doubtful);
        assertThat(review.matches().get(0).objections()).isNotEmpty();

        dpp.registry().link(review.id(), null, "amina", "saw both cards");
        assertThat(dpp.golden(doubtful)).isEqualTo(dpp.golden(known));
        assertThatThrownBy(() -> dpp.registry().link(review.id(), null, "amina", "again"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("closed");
        dpp.registry().unlink(doubtful, "amina", "mistaken");
        assertThat(dpp.golden(doubtful)).isNotEqualTo(dpp.golden(known));
        assertThat(dpp.registry().decisions(doubtful))
                .extracting(DecisionRow::outcome)
                .containsExactly("review", "linked", "unlinked");
    }

    @ParameterizedTest
    @EnumSource
    void whatAPersonRejectedIsNeverProposedAgain(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        String known = newId();
        String other = newId();
        dpp.send(
                "CHU-RABAT",
                41,
                withCnie(patient(known, "CHU-RABAT", "50", "Ghita", "Lamrini", "1981-02-03", ""), "EF445566"));
        dpp.send(
                "LAB-FES",
                41,
                withCnie(patient(other, "LAB-FES", "51", "Meryem", "Lamrini", "1981-02-03", ""), "EF445566"));
        dpp.registry().reject(open(dpp, other).id(), "amina", "sisters");
        Patient changed =
                withCnie(patient(other, "LAB-FES", "51", "Ghita", "Lamrini", "1981-02-03", "0661000999"), "EF445566");
        dpp.send("LAB-FES", 42, changed);
        assertThat(dpp.golden(other)).isNotEqualTo(dpp.golden(known));
        assertThat(dpp.registry().reviews(0, 500))
                .noneMatch(row -> row.patientId().equals(other));
    }

    @ParameterizedTest
    @EnumSource
    void registeredAtOnceEverywhereIsOnePerson(Database database) throws Exception {
        WithRegistry dpp = WithRegistry.on(database);
        List<String> ids = new ArrayList<>();
        List<Thread> senders = new ArrayList<>();
        CountDownLatch together = new CountDownLatch(1);
        Set<Integer> answers = java.util.concurrent.ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 8; i++) {
            String id = newId();
            ids.add(id);
            String facility = "RACE-" + i;
            senders.add(new Thread(() -> {
                try {
                    together.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                Answer answer = dpp.send(
                        facility,
                        1,
                        withCnie(
                                patient(id, facility, "1", "Hajar", "Belkadi", "1993-11-23", "0662777888"),
                                "GH778899"));
                answers.add(answer.status());
            }));
        }
        senders.forEach(Thread::start);
        together.countDown();
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(answers).containsExactly(200);
        Set<String> golden = new HashSet<>();
        ids.forEach(id -> golden.add(dpp.golden(id)));
        assertThat(golden).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheRegistryWritesGoldenRecords(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        String id = newId();
        dpp.send("CHU-RABAT", 51, patient(id, "CHU-RABAT", "60", "Nora", "Zaki", "2001-10-10", ""));
        Patient golden = dpp.http().get("/Patient/" + dpp.golden(id)).as(Patient.class);
        assertThat(dpp.http().put("/Patient/" + dpp.golden(id), golden.copy()).status())
                .isEqualTo(403);
        assertThat(dpp.http().delete("/Patient/" + dpp.golden(id)).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource
    void aDeletedSourceLeavesItsPerson(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        String one = newId();
        String two = newId();
        dpp.send(
                "CHU-RABAT",
                61,
                withCnie(patient(one, "CHU-RABAT", "70", "Loubna", "Raji", "1970-12-01", "0663111222"), "IJ123450"));
        dpp.send(
                "LAB-FES",
                61,
                withCnie(patient(two, "LAB-FES", "71", "Loubna", "Raji", "1970-12-01", "0663111222"), "IJ123450"));
        String golden = dpp.golden(one);
        assertThat(dpp.registry().members(golden)).containsExactly(one, two);
        assertThat(dpp.http().delete("/Patient/" + two).status()).isEqualTo(200);
        assertThat(dpp.registry().members(golden)).containsExactly(one);
        assertThat(dpp.registry().golden(two)).isEmpty();
    }

    private static DecisionRow open(WithRegistry dpp, String patientId) {
        return dpp.registry().reviews(0, 500).stream()
                .filter(row -> row.patientId().equals(patientId))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> found(WithRegistry dpp, String parameter, String value) {
        return ids(dpp.http()
                .get("/Patient?_count=200&" + parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8))
                .bundle());
    }

    private static List<String> ids(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(entry -> entry.getResource().getIdElement().getIdPart())
                .toList();
    }

    private static List<String> types(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(entry -> entry.getResource().fhirType())
                .toList();
    }
}
