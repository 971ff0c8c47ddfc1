package org.qantara.dpp.registry.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qantara.dpp.registry.service.WithRegistry.newId;
import static org.qantara.dpp.registry.service.WithRegistry.patient;
import static org.qantara.dpp.registry.service.WithRegistry.result;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.dpp.registry.store.DecisionRow;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;

/** A merge joins, an un-merge parts, and nothing else in the store is touched by either. */
class MergeIT {

    private record Ward(String facility, String old, String survivor, String laboratory, List<String> results) {}

    /** What A40 becomes: the old record inactive and replaced by the survivor. */
    private static Patient merged(Ward ward) {
        Patient old = new Patient();
        old.setId(ward.old);
        old.setActive(false);
        old.addLink().setOther(new Reference("Patient/" + ward.survivor)).setType(LinkType.REPLACEDBY);
        return old;
    }

    @ParameterizedTest
    @EnumSource
    void afterTheUnmergeTheStoreIsAsIfThereHadBeenNoMerge(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        Ward merged = admitted(dpp, "WARD-A", "Rkia", "Amellal", "1948-04-04", "Hamou", "1911-11-11");
        Ward untouched = admitted(dpp, "WARD-B", "Itto", "Ouhaddou", "1939-08-08", "Brahim", "1921-02-12");
        String goldenOld = dpp.golden(merged.old);
        String goldenSurvivor = dpp.golden(merged.survivor);
        assertThat(goldenOld).isNotEqualTo(goldenSurvivor);
        assertThat(dpp.golden(merged.laboratory)).isEqualTo(goldenOld);

        Sent.by(merged.facility, 10).merge(merged(merged)).to(dpp.http());
        assertThat(dpp.golden(merged.old)).isEqualTo(goldenSurvivor);
        assertThat(dpp.golden(merged.laboratory))
                .as("what was linked to the old record comes along")
                .isEqualTo(goldenSurvivor);
        Patient redirected = dpp.http().get("/Patient/" + goldenOld).as(Patient.class);
        assertThat(redirected.getActive()).isFalse();
        assertThat(redirected.getLinkFirstRep().getOther().getReference()).isEqualTo("Patient/" + goldenSurvivor);

        write(dpp, merged);
        write(dpp, untouched);
        assertThat(resultsUnder(dpp, goldenSurvivor)).containsExactlyInAnyOrderElementsOf(merged.results);
        for (String id : merged.results) {
            assertThat(dpp.http().get("/Observation/" + id).body()).doesNotContain(goldenSurvivor);
        }

        // A37, or the merge sent in error: the link goes, active returns
        Patient again = new Patient();
        again.setId(merged.old);
        Sent.by(merged.facility, 30).merge(again, "link", "active").to(dpp.http());
        assertThat(dpp.golden(merged.old)).isEqualTo(goldenOld);
        assertThat(dpp.golden(merged.laboratory)).isEqualTo(goldenOld);
        assertThat(dpp.golden(merged.survivor)).isEqualTo(goldenSurvivor);
        assertThat(dpp.http().get("/Patient/" + goldenOld).as(Patient.class).getActive())
                .isTrue();
        assertThat(dpp.registry().decisions(merged.old))
                .extracting(DecisionRow::outcome)
                .contains("merge", "unmerge");

        assertThat(state(dpp.http(), merged)).isEqualTo(state(dpp.http(), untouched));
        assertThat(history(dpp.http(), merged)).isEqualTo(history(dpp.http(), untouched));
        assertThat(resultsUnder(dpp, goldenOld)).hasSameSizeAs(resultsUnder(dpp, dpp.golden(untouched.old)));
    }

    @ParameterizedTest
    @EnumSource
    void aLinkMayArriveBeforeTheSurvivor(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        String old = newId();
        String survivor = newId();
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

    /** Two records of one hospital and a laboratory's of the first, each with a result. */
    private static Ward admitted(
            WithRegistry dpp,
            String facility,
            String given,
            String family,
            String born,
            String other,
            String otherBorn) {
        Ward ward = new Ward(facility, newId(), newId(), newId(), new ArrayList<>());
        String phone = "066" + Math.abs((facility + family).hashCode() % 10_000_000);
        dpp.send(
                facility, 1, patient(ward.old, facility, "1", given, family, born, phone), firstResult(ward, ward.old));
        dpp.send(
                facility,
                2,
                patient(ward.survivor, facility, "2", other, "Zerhouni", otherBorn, ""),
                firstResult(ward, ward.survivor));
        dpp.send(
                "LAB-" + facility,
                3,
                patient(ward.laboratory, "LAB-" + facility, "3", given, family, born, phone),
                firstResult(ward, ward.laboratory));
        return ward;
    }

    private static Resource firstResult(Ward ward, String patientId) {
        String id = newId();
        ward.results.add(id);
        return result(id, patientId, "before");
    }

    /** Three writes to each, and a result for each. */
    private static void write(WithRegistry dpp, Ward ward) {
        int intake = 11;
        for (String id : List.of(ward.old, ward.survivor, ward.laboratory)) {
            String facility = id.equals(ward.laboratory) ? "LAB-" + ward.facility : ward.facility;
            for (int write = 0; write < 3; write++) {
                Patient change = new Patient();
                change.setId(id);
                change.addAddress().setCity("Salé").addLine(write + " Rue Neuve");
                dpp.send(facility, intake++, change);
            }
            String result = newId();
            ward.results.add(result);
            dpp.send(facility, intake++, result(result, id, "during"));
        }
    }

    private static List<String> resultsUnder(WithRegistry dpp, String golden) {
        Bundle results = dpp.http()
                .get("/Observation?_count=100&subject:mdm=Patient/" + golden)
                .bundle();
        return results.getEntry().stream()
                .map(entry -> entry.getResource().getIdElement().getIdPart())
                .toList();
    }

    /** Every resource of the ward as JSON, with what names the ward itself taken out. */
    private static Map<String, String> state(DppUnderTest dpp, Ward ward) {
        Map<String, String> state = new TreeMap<>();
        List<String> patients = List.of(ward.old, ward.survivor, ward.laboratory);
        for (int i = 0; i < patients.size(); i++) {
            Patient patient = dpp.get("/Patient/" + patients.get(i)).as(Patient.class);
            state.put("patient " + i, bare(patient, ward));
        }
        for (int i = 0; i < ward.results.size(); i++) {
            state.put(
                    "result " + i,
                    bare(dpp.get("/Observation/" + ward.results.get(i)).resource(), ward));
        }
        return state;
    }

    /** Versions of everything but the record that the merge itself wrote. */
    private static Map<String, Integer> history(DppUnderTest dpp, Ward ward) {
        Map<String, Integer> versions = new TreeMap<>();
        versions.put("survivor", versions(dpp, "Patient/" + ward.survivor));
        versions.put("laboratory", versions(dpp, "Patient/" + ward.laboratory));
        for (int i = 0; i < ward.results.size(); i++) {
            versions.put("result " + i, versions(dpp, "Observation/" + ward.results.get(i)));
        }
        return versions;
    }

    private static int versions(DppUnderTest dpp, String resource) {
        return dpp.get("/" + resource + "/_history").bundle().getEntry().size();
    }

    private static String bare(Resource resource, Ward ward) {
        resource.setMeta(null);
        resource.setId(resource.getIdElement().toUnqualifiedVersionless());
        String json = FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource);
        List<String> own = new ArrayList<>(List.of(ward.old, ward.survivor, ward.laboratory));
        own.addAll(ward.results);
        for (int i = 0; i < own.size(); i++) {
            json = json.replace(own.get(i), "#" + i);
        }
        return json.replace(ward.facility, "WARD")
                .replaceAll("066\\d+", "PHONE")
                .replaceAll("Rkia|Itto|Hamou|Brahim", "GIVEN")
                .replaceAll("Amellal|Ouhaddou", "FAMILY")
                .replaceAll("19\\d\\d-\\d\\d-\\d\\d", "BORN");
    }
}
