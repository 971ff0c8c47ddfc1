package org.qantara.dpp.search;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.entity.StorageSettings;
import ca.uhn.fhir.jpa.searchparam.extractor.SearchParamExtractorR4;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** The short way must find what HAPI's FHIRPath engine finds. */
class PlainPathTest {

    private final FhirContext fhir = FhirContext.forR4Cached();
    private final SearchParamExtractorR4 engine = new SearchParamExtractorR4(
            new StorageSettings(),
            new PartitionSettings(),
            fhir,
            new ListedSearchParameters(SearchParameterList.load()));

    @Test
    void findsTheSameValuesAsTheEngineForEveryParameterOfEverySample() throws Exception {
        int compared = 0;
        int plain = 0;
        for (Resource sample : samples()) {
            for (RuntimeSearchParam parameter :
                    fhir.getResourceDefinition(sample).getSearchParams()) {
                for (String expression : expressions(parameter)) {
                    Optional<List<Base>> values = PlainPath.compile(expression).flatMap(path -> path.values(sample));
                    compared++;
                    if (values.isPresent()) {
                        plain++;
                        List<? extends IBase> expected =
                                engine.getPathValueExtractor(sample, expression).get();
                        assertThat(values.get())
                                .as(expression)
                                .usingElementComparator(PlainPathTest::compare)
                                .isEqualTo(expected);
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(500);
        assertThat(plain).as("of " + compared + " expressions").isGreaterThan(compared * 2 / 3);
    }

    @Test
    void leavesToTheEngineWhatItCannotDecide() {
        Observation observation = new Observation();
        observation.setSubject(new Reference("#contained"));
        PlainPath path = PlainPath.compile("Observation.subject.where(resolve() is Patient)")
                .orElseThrow();
        assertThat(path.values(observation)).isEmpty();
        assertThat(PlainPath.compile("Observation.component.where(code = 'x').value"))
                .isEmpty();
        assertThat(PlainPath.compile("Patient.deceased.exists() and Patient.deceased != false"))
                .isEmpty();
        assertThat(PlainPath.compile("Observation.code").orElseThrow().values(new org.hl7.fhir.r4.model.Patient()))
                .isEmpty();
    }

    private static int compare(IBase a, IBase b) {
        return ((Base) a).fhirType().equals(((Base) b).fhirType()) && ((Base) a).equalsDeep((Base) b) ? 0 : 1;
    }

    private static Stream<String> split(String path) {
        return Stream.of(path.split("\\|", -1)).map(String::trim).filter(part -> !part.isEmpty());
    }

    private static List<String> expressions(RuntimeSearchParam parameter) {
        return parameter.getPath() == null
                ? List.of()
                : split(parameter.getPath()).toList();
    }

    private List<Resource> samples() throws Exception {
        try (var file = PlainPathTest.class.getResourceAsStream("samples.json")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            Bundle bundle = fhir.newJsonParser().parseResource(Bundle.class, text);
            return bundle.getEntry().stream()
                    .map(BundleEntryComponent::getResource)
                    .toList();
        }
    }
}
