package org.qantara.dpp.registry.operations;

import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.mdm.api.MdmConstants;
import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.matching.Decision;
import org.qantara.dpp.registry.matching.Match;
import org.qantara.dpp.registry.service.Registry;

/**
 * IHE PDQm, ITI-119: {@code Patient/$match}. One entry per person, the most likely first: the source patient that fits best, with the
 * probability as {@code search.score} and the grade as FHIR's {@code match-grade}: {@code certain} where a registration would be linked,
 * {@code probable} where a reviewer would be asked and the evidence alone would do, else {@code possible}.
 */
public final class MatchOperation implements IResourceProvider {
    private static final int COUNT_MAX = 50;
    private static final double PROBABLE_BITS = 10.5;

    private final Registry registry;
    private final IFhirResourceDao<Patient> patients;

    public MatchOperation(Registry registry, IFhirResourceDao<Patient> patients) {
        this.registry = registry;
        this.patients = patients;
    }

    @Override
    public Class<? extends IBaseResource> getResourceType() {
        return Patient.class;
    }

    @Operation(name = "$match", idempotent = false)
    @Description("IHE PDQm ITI-119: the persons who may be the one described")
    public Bundle match(
            @OperationParam(name = "resource", min = 1, max = 1) @Nullable Patient asked,
            @OperationParam(name = "onlyCertainMatches", max = 1) @Nullable BooleanType onlyCertainMatches,
            @OperationParam(name = "count", max = 1) @Nullable IntegerType count) {
        if (asked == null) {
            throw new InvalidRequestException(
                    "$match needs a Parameters resource whose parameter 'resource' holds the Patient to look for");
        }
        boolean onlyCertain = onlyCertainMatches != null && onlyCertainMatches.booleanValue();
        int max = count == null || count.getValue() == null
                ? COUNT_MAX
                : Math.max(0, Math.min(count.getValue(), COUNT_MAX));
        Decision decision = registry.decide(asked);
        String certain = decision instanceof Decision.Link link ? link.match().goldenId() : "";
        Bundle answer = new Bundle();
        answer.setType(BundleType.SEARCHSET);
        for (Match match : registry.candidates(asked)) {
            boolean linked = match.goldenId().equals(certain);
            if (answer.getEntry().size() < max && (linked || !onlyCertain)) {
                add(answer, match, linked);
            }
        }
        answer.setTotal(answer.getEntry().size());
        return answer;
    }

    private void add(Bundle answer, Match match, boolean linked) {
        Patient patient;
        try {
            patient = patients.read(new IdType("Patient", match.recordId()), new SystemRequestDetails());
        } catch (ResourceGoneException | ResourceNotFoundException e) {
            return; // deleted a moment ago
        }
        double probability = 1 / (1 + Math.pow(2, -match.bits()));
        var entry = answer.addEntry().setResource(patient).setFullUrl("Patient/" + match.recordId());
        entry.getSearch()
                .setMode(SearchEntryMode.MATCH)
                .setScore(BigDecimal.valueOf(probability).setScale(4, RoundingMode.DOWN))
                .addExtension(
                        MdmConstants.FIHR_STRUCTURE_DEF_MATCH_GRADE_URL_NAMESPACE, new CodeType(grade(match, linked)));
    }

    private static String grade(Match match, boolean linked) {
        if (linked) {
            return "certain";
        }
        return match.bits() >= PROBABLE_BITS && !match.isVetoed() ? "probable" : "possible";
    }
}
