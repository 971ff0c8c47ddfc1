package org.qantara.dpp.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeResourceDefinition;
import org.junit.jupiter.api.Test;

class SearchParameterListTest {

    @Test
    void everyListedParameterExistsInFhir() {
        SearchParameterList list = SearchParameterList.load();
        list.namesByType().forEach((type, names) -> {
            RuntimeResourceDefinition definition = FhirContext.forR4Cached().getResourceDefinition(type);
            names.stream().filter(name -> !name.equals("*")).forEach(name -> assertThat(definition.getSearchParam(name))
                    .as(type + " " + name)
                    .isNotNull());
        });
        assertThat(list.lists("Patient", "identifier")).isTrue();
        assertThat(list.lists("Patient", "_lastUpdated")).isTrue();
        assertThat(list.lists("Patient", "animal-breed")).isFalse();
        assertThat(list.lists("Subscription", "url")).isTrue();
    }

    @Test
    void aLineWithoutReasonIsRefusedByNumber() {
        assertThatThrownBy(() -> SearchParameterList.parse("# list\nPatient\tidentifier"))
                .hasMessageContaining("line 2")
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> SearchParameterList.parse("Patient\tname\twhy\nPatient\tname\twhy"))
                .hasMessageContaining("line 2")
                .hasMessageContaining("twice");
    }
}
