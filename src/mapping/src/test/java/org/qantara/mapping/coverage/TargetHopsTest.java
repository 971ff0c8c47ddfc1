package org.qantara.mapping.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.qantara.mapping.Lineage;

class TargetHopsTest {
    private static Lineage leaf(String reference, String path, String value) {
        return new Lineage(reference, path, value, List.of(), List.of(), List.of());
    }

    @Test
    void aPathInOneResourceIsComparedWithoutNumbers() {
        TargetHops target = TargetHops.of("Patient", "name[1].family");
        assertThat(target.holds(leaf("Patient/1", "Patient.name[2].family", "x"), List.of()))
                .isTrue();
        assertThat(target.holds(leaf("Patient/1", "Patient.name[2].given[0]", "x"), List.of()))
                .isFalse();
        assertThat(target.holds(leaf("Person/1", "Person.name[2].family", "x"), List.of()))
                .isFalse();
    }

    @Test
    void aReferenceMustLeadToTheResourceOfTheLeaf() {
        TargetHops target = TargetHops.of("Encounter", "participant[1].individual(Practitioner.name)");
        Lineage name = leaf("Practitioner/p", "Practitioner.name[0].family", "Tazi");
        Lineage link = leaf("Encounter/e", "Encounter.participant[0].individual.reference", "Practitioner/p");
        Lineage other = leaf("Encounter/e", "Encounter.participant[0].individual.reference", "Practitioner/q");
        Lineage elsewhere = leaf("Encounter/e", "Encounter.subject.reference", "Practitioner/p");
        assertThat(target.holds(name, List.of(link))).isTrue();
        assertThat(target.holds(name, List.of(other))).isFalse();
        assertThat(target.holds(name, List.of(elsewhere))).isFalse();
    }

    @Test
    void placesArePartsOfPlaces() {
        TargetHops target =
                TargetHops.of("Encounter", "location[1].location(Location)").below(TargetHops.of("", "[2].mode"));
        Lineage room = leaf("Location/room", "Location.mode", "instance");
        List<Lineage> links = List.of(
                leaf("Encounter/e", "Encounter.location[0].location.reference", "Location/bed"),
                leaf("Location/bed", "Location.partOf.reference", "Location/room"));
        assertThat(target.holds(room, links)).isTrue();
        assertThat(target.holds(room, links.subList(1, 2))).isFalse();
    }

    @Test
    void theGuidesSlipsInNamesAreForgivenButNoOtherElements() {
        assertThat(TargetHops.alike("practitioner", "practioner")).isTrue();
        assertThat(TargetHops.alike("occurredDateTime", "occurred")).isTrue();
        assertThat(TargetHops.alike("code", "mode")).isFalse();
        assertThat(TargetHops.alike("status", "statusReason")).isFalse();
    }

    @Test
    void partsOfADataTypeAreNoReferences() {
        TargetHops target = TargetHops.of("Specimen", "note(Annotation.text)");
        assertThat(target.hops()).containsExactly(new TargetHops.Hop("Specimen", List.of("note", "text")));
    }
}
