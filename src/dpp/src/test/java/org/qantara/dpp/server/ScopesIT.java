package org.qantara.dpp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qantara.dpp.testing.Answer;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;

/** Default deny, and what each scope opens. */
class ScopesIT {

    private static final String PARAMETERS = "{\"resourceType\":\"Parameters\"}";

    private final DppUnderTest dpp = Database.H2.dpp();
    private final String id = UUID.randomUUID().toString();

    @ParameterizedTest
    @CsvSource({
        "none, GET, /Patient, 403",
        "none, GET, /metadata, 403",
        "none, GET, /Patient/x/_history, 403",
        "ops.read, GET, /Patient, 403",
        "fhir.write, GET, /Patient, 403",
        "fhir.write, GET, /metadata, 200",
        "fhir.read, GET, /metadata, 200",
        "fhir.read, GET, /Patient, 200",
        "fhir.read, DELETE, /Patient/x, 403",
        "none, POST, /Patient/$validate, 403",
        "fhir.read, POST, /Patient/$validate, 400",
        "fhir.read fhir.write, POST, /$expunge, 403",
        "fhir.read fhir.write, POST, /$reindex, 400",
        "fhir.read fhir.write, POST, /$mark-all-resources-for-reindexing, 403"
    })
    void scopeOpensOnlyItsPart(String scopes, String method, String path, int status) {
        var body = path.contains("$") ? BodyPublishers.ofString(PARAMETERS) : BodyPublishers.noBody();
        Answer answer = dpp.send(dpp.request(path, scopes).method(method, body).build());
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        if (status == 403) {
            assertThat(answer.as(OperationOutcome.class).getIssueFirstRep().getCode())
                    .isEqualTo(IssueType.FORBIDDEN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "fhir.read"})
    void withoutWriteNothingIsWritten(String scopes) {
        Bundle bundle = Sent.byForeignClient().put(patient()).bundle();
        assertThat(post(scopes, bundle).status()).isEqualTo(403);
        bundle.setType(BundleType.BATCH);
        assertThat(post(scopes, bundle).status()).isEqualTo(403);
        var put = dpp.request("/Patient/" + id, scopes)
                .PUT(BodyPublishers.ofString(DppUnderTest.json(patient())))
                .build();
        assertThat(dpp.send(put).status()).isEqualTo(403);
        assertThat(dpp.get("/Patient/" + id).status()).isEqualTo(404);
    }

    @Test
    void writeAloneDoesNotReadInsideABatch() {
        Bundle batch = reading("Patient?_id=" + id);
        assertThat(post("fhir.write", batch).status()).isEqualTo(403);
        assertThat(post("fhir.read", batch).status()).isEqualTo(200);
    }

    @Test
    void administrationIsNotReachedThroughABatch() {
        Answer answer = post("fhir.read fhir.write", reading("$get-resource-counts"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bundle().getEntryFirstRep().getResponse().getStatus()).startsWith("403");
    }

    private static Bundle reading(String url) {
        Bundle batch = new Bundle();
        batch.setType(BundleType.BATCH);
        batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl(url);
        return batch;
    }

    private Answer post(String scopes, Bundle bundle) {
        return dpp.send(dpp.request("", scopes)
                .POST(BodyPublishers.ofString(DppUnderTest.json(bundle)))
                .build());
    }

    private Patient patient() {
        Patient patient = new Patient();
        patient.setId(id);
        return patient;
    }
}
