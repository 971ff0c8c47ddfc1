package org.qantara.dpp.registry.operations;

import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.fhir.GoldenPatient;
import org.qantara.dpp.registry.service.Registry;

/**
 * IHE PIXm, ITI-83: {@code Patient/$ihe-pix?sourceIdentifier=system|value&targetSystem=…} answers every other identifier of that person.
 *
 * <p>The answer holds {@code targetIdentifier} (Identifier) and {@code targetId} (Reference to the source patient, and to the golden record when
 * no target system is asked for), never the source identifier. Failures as the profile says them: 404 {@code not-found} for an unknown number,
 * 400 {@code code-invalid} for a malformed or unknown assigning authority, 403 {@code code-invalid} for an unknown target system.
 */
public final class PixOperation implements IResourceProvider {
    private static final int ONE = 1;

    private final Registry registry;
    private final IFhirResourceDao<Patient> patients;

    public PixOperation(Registry registry, IFhirResourceDao<Patient> patients) {
        this.registry = registry;
        this.patients = patients;
    }

    @Override
    public Class<? extends IBaseResource> getResourceType() {
        return Patient.class;
    }

    @Operation(name = "$ihe-pix", idempotent = true)
    @Description("IHE PIXm ITI-83: the other identifiers of the person who has this one")
    public Parameters pix(
            @OperationParam(name = "sourceIdentifier", min = 1, max = 1) @Nullable TokenParam sourceIdentifier,
            @OperationParam(name = "targetSystem", max = OperationParam.MAX_UNLIMITED) @Nullable
                    List<StringParam> targetSystem,
            RequestDetails request) {
        String system = sourceIdentifier == null ? null : sourceIdentifier.getSystem();
        String value = sourceIdentifier == null ? null : sourceIdentifier.getValue();
        if (system == null || system.isBlank() || value == null || value.isBlank()) {
            throw invalid("sourceIdentifier must be <system>|<value>, for example urn:ma:ipp:CHU-RABAT|0048213");
        }
        Set<String> targets = new HashSet<>();
        if (targetSystem != null) {
            targetSystem.forEach(target -> targets.add(target.getValue()));
        }
        for (String target : targets) {
            if (!anybodyHas(new TokenParam(target, null))) {
                throw refused(new ForbiddenOperationException("targetSystem not found"), "targetSystem not found");
            }
        }
        String source = source(system, value);
        return answer(source, system, value, targets);
    }

    private Parameters answer(String source, String system, String value, Set<String> targets) {
        Parameters answer = new Parameters();
        String golden = registry.golden(source)
                .orElseThrow(() -> new ResourceNotFoundException("the patient is not placed in the registry yet"));
        List<String> ids = new ArrayList<>();
        for (String member : registry.members(golden)) {
            Patient patient = read(member);
            if (patient == null) {
                continue;
            }
            boolean named = targets.isEmpty();
            for (Identifier identifier : patient.getIdentifier()) {
                boolean self = system.equals(identifier.getSystem()) && value.equals(identifier.getValue());
                boolean wanted = targets.isEmpty() || targets.contains(identifier.getSystem());
                if (wanted && !self && identifier.hasValue() && isNew(answer, identifier)) {
                    answer.addParameter().setName("targetIdentifier").setValue(identifier);
                    named = true;
                }
            }
            if (named) {
                ids.add(member);
            }
        }
        if (targets.isEmpty() || targets.contains(GoldenPatient.SYSTEM)) {
            answer.addParameter()
                    .setName("targetIdentifier")
                    .setValue(new Identifier().setSystem(GoldenPatient.SYSTEM).setValue(golden));
            ids.add(golden);
        }
        ids.forEach(id -> answer.addParameter().setName("targetId").setValue(new Reference("Patient/" + id)));
        return answer;
    }

    private static boolean isNew(Parameters answer, Identifier identifier) {
        return answer.getParameter().stream()
                .noneMatch(parameter -> parameter.getValue() instanceof Identifier known
                        && identifier.getValue().equals(known.getValue())
                        && String.valueOf(identifier.getSystem()).equals(known.getSystem()));
    }

    private String source(String system, String value) {
        List<? extends org.hl7.fhir.instance.model.api.IIdType> found = search(new TokenParam(system, value));
        if (!found.isEmpty()) {
            return found.get(0).getIdPart();
        }
        if (!anybodyHas(new TokenParam(system, null))) {
            throw invalid("sourceIdentifier Assigning Authority not found");
        }
        throw refused(
                new ResourceNotFoundException("sourceIdentifier Patient Identifier not found"),
                "sourceIdentifier Patient Identifier not found");
    }

    private boolean anybodyHas(TokenParam identifier) {
        return !search(identifier).isEmpty();
    }

    private List<? extends org.hl7.fhir.instance.model.api.IIdType> search(TokenParam identifier) {
        SearchParameterMap map = SearchParameterMap.newSynchronous();
        map.add(Patient.SP_IDENTIFIER, identifier);
        map.setCount(ONE);
        map.setLoadSynchronousUpTo(ONE);
        return patients.search(map, new SystemRequestDetails()).getResources(0, ONE).stream()
                .map(IBaseResource::getIdElement)
                .toList();
    }

    private @Nullable Patient read(String id) {
        try {
            return patients.read(new IdType("Patient", id), new SystemRequestDetails());
        } catch (ResourceGoneException | ResourceNotFoundException e) {
            return null; // deleted a moment ago: it has no identifiers any more
        }
    }

    private static BaseServerResponseException invalid(String text) {
        return refused(new InvalidRequestException(text), text);
    }

    private static BaseServerResponseException refused(BaseServerResponseException failure, String text) {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(IssueSeverity.ERROR)
                .setCode(failure instanceof ResourceNotFoundException ? IssueType.NOTFOUND : IssueType.CODEINVALID)
                .setDiagnostics(text);
        failure.setOperationOutcome(outcome);
        return failure;
    }
}
