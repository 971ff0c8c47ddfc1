package org.qantara.mapping.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SchemaFilesTest {
    @Test
    @Tag("long")
    void theSchemaFilesAreWhatHapisDefinitionsSay() throws Exception {
        for (Map.Entry<String, String> file : SchemaFiles.expected().entrySet()) {
            assertThat(String.join("\n", SchemaFile.lines(file.getKey())) + "\n")
                    .as(file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void readsTypesOfBothSides() {
        RecordSchema hl7 = RecordSchema.hl7v2("2.5.1");
        assertThat(hl7).isNotNull();
        assertThat(hl7.type("PID").part("3")).isEqualTo(new SourcePart(3, "Patient Identifier List", "CX", true, true));
        assertThat(hl7.structure("ORU_R01").children().get(2).group().name()).isEqualTo("PATIENT_RESULT");
        assertThat(RecordSchema.hl7v2("9.9")).isNull();
        FhirTypes fhir = new FhirTypes();
        FhirType observation = fhir.type("Observation");
        assertThat(observation.element("status").valueSet())
                .isEqualTo("http://hl7.org/fhir/ValueSet/observation-status");
        assertThat(observation.choice("value")).hasSize(11);
        assertThat(observation.element("subject").targets()).contains("Patient");
        assertThat(fhir.type("Observation.component").element("referenceRange").type())
                .isSameAs(fhir.type("Observation.referenceRange"));
        assertThat(new CodeSystems().codes("http://hl7.org/fhir/quantity-comparator"))
                .containsKeys("<", "<=", ">", ">=");
    }
}
