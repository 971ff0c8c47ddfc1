package org.qantara.dpp.search;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.dpp.testing.Answer;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;

/** Every listed parameter finds its sample, every other one says that it is switched off. */
class SearchParametersIT {

    private record Query(String type, String parameter, String value) {}

    @ParameterizedTest
    @EnumSource
    void everyListedParameterFindsItsSample(Database database) throws IOException {
        DppUnderTest dpp = database.dpp();
        Bundle samples =
                FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, resource("samples.json"));
        Answer stored = dpp.post("", samples);
        assertThat(stored.status()).as(stored.body()).isEqualTo(200);
        for (Query query : queries()) {
            String url = "/" + query.type + "?_count=500&" + query.parameter + "="
                    + URLEncoder.encode(query.value, StandardCharsets.UTF_8);
            Answer answer = dpp.get(url);
            assertThat(answer.status()).as(url + " " + answer.body()).isEqualTo(200);
            assertThat(answer.bundle().getEntry()).as(url).anyMatch(entry -> entry.getResource()
                    .getIdElement()
                    .getIdPart()
                    .startsWith("sp-" + query.type.toLowerCase(java.util.Locale.ROOT)));
        }
    }

    @Test
    void everyListedParameterOfTheRecordHasAQuery() throws IOException {
        Map<String, Set<String>> queried = new TreeMap<>();
        for (Query query : queries()) {
            queried.computeIfAbsent(query.type, type -> new TreeSet<>()).add(query.parameter);
        }
        Map<String, Set<String>> listed =
                new TreeMap<>(SearchParameterList.load().namesByType());
        // what HAPI itself searches for is not a client's business
        listed.keySet().retainAll(queried.keySet());
        assertThat(queried).isEqualTo(listed);
        assertThat(queried.keySet())
                .contains(
                        "Patient", "Encounter", "Observation", "DiagnosticReport", "ImagingStudy", "DocumentReference");
    }

    @Test
    void everyOtherParameterSaysThatItIsSwitchedOff() {
        DppUnderTest dpp = Database.H2.dpp();
        SearchParameterList list = SearchParameterList.load();
        int switchedOff = 0;
        for (String type : list.namesByType().keySet()) {
            for (RuntimeSearchParam parameter :
                    FhirContext.forR4Cached().getResourceDefinition(type).getSearchParams()) {
                if (list.lists(type, parameter.getName())) {
                    continue;
                }
                Answer answer = dpp.get("/" + type + "?" + parameter.getName() + "=x");
                assertThat(answer.status()).as(type + " " + parameter.getName()).isEqualTo(400);
                assertThat(answer.as(OperationOutcome.class).getIssueFirstRep().getDiagnostics())
                        .contains("switched off")
                        .contains(parameter.getName());
                switchedOff++;
            }
        }
        assertThat(switchedOff).isGreaterThan(300);
    }

    @Test
    void capabilityStatementNamesWhatIsListed() {
        CapabilityStatement capabilities = Database.H2.dpp().get("/metadata").as(CapabilityStatement.class);
        var patient = capabilities.getRestFirstRep().getResource().stream()
                .filter(resource -> resource.getType().equals("Patient"))
                .findFirst()
                .orElseThrow();
        assertThat(patient.getSearchParam())
                .extracting("name")
                .contains("identifier", "family")
                .doesNotContain("death-date", "address");
    }

    private static List<Query> queries() throws IOException {
        return resource("queries.tsv")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .map(columns -> new Query(columns[0], columns[1], columns[2]))
                .toList();
    }

    private static String resource(String name) throws IOException {
        try (var file = SearchParametersIT.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
