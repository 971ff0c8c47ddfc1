package org.qantara.dpp.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.junit.jupiter.api.Test;

class ProfilePolicyTest {

    @Test
    void everyProfileOfThePackageHasAPolicy() {
        List<String> profiles = DppPackage.read().getEntry().stream()
                .filter(entry -> entry.getResource() instanceof StructureDefinition)
                .map(entry -> ((StructureDefinition) entry.getResource()).getUrl())
                .toList();
        assertThat(ProfilePolicy.load())
                .extracting(ProfilePolicy::profile)
                .containsExactlyInAnyOrderElementsOf(profiles);
    }

    @Test
    void categoryRestrictsToSomeObservations() {
        ProfilePolicy lab =
                ProfilePolicy.parse("Observation laboratory\turn:x\treject").get(0);
        Observation observation = new Observation();
        assertThat(lab.concerns(observation)).isFalse();
        observation.addCategory().addCoding().setCode("laboratory");
        assertThat(lab.concerns(observation)).isTrue();
        assertThat(lab.concerns(new Patient())).isFalse();
    }

    @Test
    void anUnknownPolicyIsRefusedWithItsLine() {
        assertThatThrownBy(() -> ProfilePolicy.parse("Patient\turn:x\tignore"))
                .hasMessageContaining("line 1")
                .hasMessageContaining("reject or warn");
    }
}
