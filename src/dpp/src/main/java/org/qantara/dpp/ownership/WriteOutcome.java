package org.qantara.dpp.ownership;

import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** Why a PUT was answered with success and wrote nothing. */
enum WriteOutcome {
    SUPERSEDED(
            "superseded", "a message that the same facility sent later has written this resource: nothing was written"),
    KEPT("kept", "the resource exists and the entry says owns create: nothing was written");

    static final String SYSTEM = "urn:qantara:outcome";

    private final String code;
    private final String text;

    WriteOutcome(String code, String text) {
        this.code = code;
        this.text = text;
    }

    OperationOutcome operationOutcome() {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(IssueSeverity.INFORMATION)
                .setCode(IssueType.INFORMATIONAL)
                .setDiagnostics(text)
                .getDetails()
                .addCoding()
                .setSystem(SYSTEM)
                .setCode(code);
        return outcome;
    }
}
