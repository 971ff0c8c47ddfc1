package org.qantara.dpp.registry.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qantara.dpp.registry.service.WithRegistry.newId;
import static org.qantara.dpp.registry.service.WithRegistry.patient;
import static org.qantara.dpp.registry.service.WithRegistry.result;

import ca.uhn.fhir.context.FhirContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.dpp.registry.store.DecisionRow;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.Sent;

/**
 * A merge joins, an un-merge parts, and nothing else in the store is touched by either: two stores, one on each database, see the same writes, one of
 * them a merge and its undoing besides.
 */
class MergeIT {
    private static final String HOSPITAL = "MERGE-CHU";
    private static final String LABORATORY = "MERGE-LAB";
    private static final String RADIOLOGY = "MERGE-IMG";

    // one person in a hospital, a laboratory and a radiology centre
    private final String old = newId();
    private final String inLaboratory = newId();
    private final String inRadiology = newId();
    // the same hospital's second number, under which the evidence sees somebody else
    private final String survivor = newId();
    // a stranger to both
    private final String stranger = newId();
    private final String local = newId();
    private final String phone = "0661" + (100_000 + Math.abs(local.hashCode() % 900_000));

    private final String born = LocalDate.of(1931, 2, 2)
            .plusDays(Math.abs(local.hashCode() % 20_000))
            .toString();

    private final String oldResult = newId();
    private final String laboratoryResult = newId();
    private final String study = newId();
    private final String survivorResult = newId();
    private final String strangerResult = newId();
    private final List<String> laterResults = List.of(newId(), newId(), newId(), newId(), newId());

    @ParameterizedTest
    @EnumSource
    void afterTheUnmergeTheStoreIsAsIfThereHadBeenNoMerge(Database database) {
        WithRegistry merging = WithRegistry.on(database);
        WithRegistry other = WithRegistry.on(database == Database.H2 ? Database.POSTGRESQL : Database.H2);
        admitted(merging);
        admitted(other);
        String person = merging.golden(old);
        String goldenSurvivor = merging.golden(survivor);
        assertThat(merging.registry().members(person)).containsExactly(old, inLaboratory, inRadiology);
        assertThat(goldenSurvivor).isNotEqualTo(person);
        assertAnswered(merging, List.of(person, old, inLaboratory, inRadiology), oldResult, laboratoryResult, study);
        assertAnswered(merging, List.of(survivor, goldenSurvivor), survivorResult);

        // A40: the old record inactive and replaced by the survivor
        Patient merged = new Patient();
        merged.setId(old);
        merged.setActive(false);
        merged.addLink().setOther(new Reference("Patient/" + survivor)).setType(LinkType.REPLACEDBY);
        Sent.by(HOSPITAL, 10).merge(merged).to(merging.http());
        assertThat(merging.registry().members(goldenSurvivor))
                .as("what was linked to the old record comes along")
                .containsExactlyInAnyOrder(old, inLaboratory, inRadiology, survivor);
        Patient redirected = merging.http().get("/Patient/" + person).as(Patient.class);
        assertThat(redirected.getActive()).isFalse();
        assertThat(redirected.getLinkFirstRep().getOther().getReference()).isEqualTo("Patient/" + goldenSurvivor);
        List<String> anyOfThem = List.of(goldenSurvivor, old, survivor, inLaboratory, inRadiology);
        assertAnswered(merging, anyOfThem, oldResult, laboratoryResult, study, survivorResult);

        written(merging);
        written(other);
        assertAnswered(
                merging,
                anyOfThem,
                oldResult,
                laboratoryResult,
                study,
                survivorResult,
                laterResults.get(0),
                laterResults.get(1),
                laterResults.get(2),
                laterResults.get(3));

        // A37, or the merge sent in error: the link goes, active returns
        Patient again = new Patient();
        again.setId(old);
        Sent.by(HOSPITAL, 90).merge(again, "link", "active").to(merging.http());
        assertThat(merging.registry().decisions(old))
                .extracting(DecisionRow::outcome)
                .endsWith("merge", "unmerge");
        assertSame(merging, other);
    }

    private void assertSame(WithRegistry merging, WithRegistry other) {
        for (String id : List.of(old, survivor, inLaboratory, inRadiology, stranger)) {
            assertThat(merging.golden(id)).isEqualTo(other.golden(id));
            assertThat(merging.registry().members(merging.golden(id)))
                    .isEqualTo(other.registry().members(merging.golden(id)));
            for (String asked : List.of(id, merging.golden(id))) {
                assertThat(results(merging, asked)).isEqualTo(results(other, asked));
                assertThat(everything(merging, asked)).isEqualTo(everything(other, asked));
            }
            String golden = "/Patient/" + merging.golden(id);
            assertThat(bare(merging.http().get(golden).resource()))
                    .isEqualTo(bare(other.http().get(golden).resource()));
        }
        List<String> untouched = new ArrayList<>(List.of("ImagingStudy/" + study));
        List.of(survivor, inLaboratory, inRadiology, stranger).forEach(id -> untouched.add("Patient/" + id));
        List.of(oldResult, laboratoryResult, survivorResult, strangerResult)
                .forEach(id -> untouched.add("Observation/" + id));
        laterResults.forEach(id -> untouched.add("Observation/" + id));
        for (String resource : untouched) {
            assertThat(history(merging, resource)).as(resource).isEqualTo(history(other, resource));
        }
        // the record that the two messages wrote says the same again, two versions later
        assertThat(bare(merging.http().get("/Patient/" + old).resource()))
                .isEqualTo(bare(other.http().get("/Patient/" + old).resource()));
        assertThat(history(merging, "Patient/" + old))
                .hasSize(history(other, "Patient/" + old).size() + 2);
    }

    @ParameterizedTest
    @EnumSource
    void aLinkMayArriveBeforeTheSurvivor(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        Patient placeholder = new Patient();
        placeholder.setId(survivor);
        Patient first = patient(old, "WARD-C", "1", "Tuda", "Ait Baha", "1960-06-06", "");
        first.addLink().setOther(new Reference("Patient/" + survivor)).setType(LinkType.REPLACEDBY);
        Sent.by("WARD-C", 1).create(placeholder).merge(first).to(dpp.http());
        Sent.by("WARD-C", 2)
                .merge(patient(survivor, "WARD-C", "2", "Touda", "Aït Baha", "1960-06-06", ""))
                .to(dpp.http());
        assertThat(dpp.golden(old)).isEqualTo(dpp.golden(survivor));
    }

    private void admitted(WithRegistry dpp) {
        ImagingStudy images = new ImagingStudy();
        images.setId(study);
        images.setStatus(ImagingStudy.ImagingStudyStatus.AVAILABLE).setSubject(new Reference("Patient/" + inRadiology));
        dpp.send(HOSPITAL, 1, person(old, HOSPITAL, "Khadija", "Bennani"), result(oldResult, old, "before"));
        dpp.send(
                LABORATORY,
                2,
                person(inLaboratory, LABORATORY, "Khadidja", "Bennany"),
                result(laboratoryResult, inLaboratory, "before"));
        dpp.send(RADIOLOGY, 3, person(inRadiology, RADIOLOGY, "خديجة", "بناني"), images);
        dpp.send(
                HOSPITAL,
                4,
                patient(survivor, HOSPITAL, local + "-2", "X", "Inconnu", "1900-01-01", ""),
                result(survivorResult, survivor, "before"));
        dpp.send(
                LABORATORY,
                5,
                patient(stranger, LABORATORY, local + "-9", "Itto", "Ouhaddou", "1939-08-08", ""),
                result(strangerResult, stranger, "before"));
    }

    private Patient person(String id, String facility, String given, String family) {
        return patient(id, facility, local, given, family, born, phone);
    }

    /** Three writes to each, and a result for each. */
    private void written(WithRegistry dpp) {
        int intake = 11;
        List<String> patients = List.of(old, inLaboratory, inRadiology, survivor, stranger);
        List<String> facilities = List.of(HOSPITAL, LABORATORY, RADIOLOGY, HOSPITAL, LABORATORY);
        for (int i = 0; i < patients.size(); i++) {
            for (int write = 0; write < 3; write++) {
                Patient change = new Patient();
                change.setId(patients.get(i));
                change.addAddress().setCity("Salé").addLine(write + " Rue Neuve");
                dpp.send(facilities.get(i), intake++, change);
            }
            dpp.send(facilities.get(i), intake++, result(laterResults.get(i), patients.get(i), "during"));
        }
    }

    /** Whichever of these ids is asked for, the clinical resources are exactly these, by both ways of asking. */
    private void assertAnswered(WithRegistry dpp, List<String> asked, String... clinical) {
        Set<String> expected = new TreeSet<>(List.of(clinical));
        Set<String> observations = new TreeSet<>(expected);
        observations.remove(study);
        for (String id : asked) {
            assertThat(results(dpp, id)).as("results of %s", id).isEqualTo(observations);
            Set<String> everything = everything(dpp, id);
            everything.removeIf(reference -> reference.startsWith("Patient/"));
            assertThat(everything.stream().map(reference -> reference.replaceFirst(".*/", "")))
                    .as("everything of %s", id)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static Set<String> results(WithRegistry dpp, String patientId) {
        Set<String> found = new TreeSet<>();
        dpp.http()
                .get("/Observation?_count=100&subject:mdm=Patient/" + patientId)
                .bundle()
                .getEntry()
                .forEach(entry -> found.add(entry.getResource().getIdElement().getIdPart()));
        return found;
    }

    private static Set<String> everything(WithRegistry dpp, String patientId) {
        Set<String> found = new TreeSet<>();
        dpp.http()
                .get("/Patient/" + patientId + "/$everything?_mdm=true&_count=100")
                .bundle()
                .getEntry()
                .forEach(entry -> found.add(entry.getResource()
                        .getIdElement()
                        .toUnqualifiedVersionless()
                        .getValue()));
        return found;
    }

    /** Every version, newest first, with its number and source; only the times of the two stores differ. */
    private static List<String> history(WithRegistry dpp, String resource) {
        return dpp.http().get("/" + resource + "/_history?_count=100").bundle().getEntry().stream()
                .map(entry -> {
                    entry.getResource().getMeta().setLastUpdated(null);
                    return json(entry.getResource());
                })
                .toList();
    }

    /** What a resource says, without when and by how many versions. */
    private static String bare(Resource resource) {
        resource.getMeta().setLastUpdated(null).setVersionId(null).setSource(null);
        resource.setId(resource.getIdElement().toUnqualifiedVersionless());
        return json(resource);
    }

    private static String json(Resource resource) {
        return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource);
    }
}
