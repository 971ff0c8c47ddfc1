package org.qantara.dpp.testing;

import ca.uhn.fhir.context.FhirContext;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;

/** What the server said: HTTP status and the body as text. */
public record Answer(int status, String body) {

    public Resource resource() {
        return (Resource) FhirContext.forR4Cached().newJsonParser().parseResource(body);
    }

    public <T extends Resource> T as(Class<T> type) {
        return type.cast(resource());
    }

    public Bundle bundle() {
        return as(Bundle.class);
    }

    /** Diagnostics of the first issue of an OperationOutcome. */
    public String diagnostics() {
        return as(OperationOutcome.class).getIssueFirstRep().getDiagnostics();
    }
}
