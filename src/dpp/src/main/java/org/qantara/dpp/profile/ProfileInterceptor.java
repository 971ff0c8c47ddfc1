package org.qantara.dpp.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.IValidatorModule;
import ca.uhn.fhir.validation.ValidationOptions;
import ca.uhn.fhir.validation.ValidationResult;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.qantara.dpp.ownership.MessageSource;

/**
 * Validates what foreign clients write against the DPP's profiles, by {@code policies.tsv}.
 *
 * <p>What a message of the engine wrote is not validated here: its maps are checked where they are made, and validation costs more than the
 * write. Runs after ownership, so that a merged resource is judged whole. The validator is made at the first use: it takes seconds and
 * hundreds of megabytes.
 */
@Interceptor(order = 500)
public final class ProfileInterceptor {

    static final String HEADER = "X-DPP-Profile";

    private final List<ProfilePolicy> policies;
    private final FhirValidator validator;

    public ProfileInterceptor(FhirContext fhir, IValidatorModule instanceValidator, List<ProfilePolicy> policies) {
        this.policies = policies;
        this.validator = fhir.newValidator();
        validator.registerValidatorModule(instanceValidator);
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
    public void onCreate(IBaseResource resource, RequestDetails request) {
        judge((Resource) resource, request);
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
    public void onUpdate(IBaseResource stored, IBaseResource incoming, RequestDetails request) {
        judge((Resource) incoming, request);
    }

    private void judge(Resource resource, RequestDetails request) {
        // only what came over HTTP: the DPP's own package is written by the system
        if (!(request instanceof ServletRequestDetails servlet)
                || MessageSource.parse(resource.getMeta().getSource()).isPresent()) {
            return;
        }
        for (ProfilePolicy policy : policies) {
            if (policy.concerns(resource)) {
                ValidationResult result =
                        validator.validateWithResult(resource, new ValidationOptions().addProfile(policy.profile()));
                if (!result.isSuccessful()) {
                    broken(policy, result, servlet);
                }
            }
        }
    }

    private static void broken(ProfilePolicy policy, ValidationResult result, ServletRequestDetails request) {
        switch (policy.action()) {
            case REJECT ->
                throw new UnprocessableEntityException(
                        "the resource breaks the profile " + policy.profile(), result.toOperationOutcome());
            case WARN ->
                request.getServletResponse().addHeader(HEADER, policy.profile() + " is broken; $validate says where");
        }
    }
}
