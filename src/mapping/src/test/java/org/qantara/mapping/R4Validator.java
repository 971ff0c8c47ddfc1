package org.qantara.mapping;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CachingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;

/** HAPI's validator for base R4; unknown code systems are warnings. */
public final class R4Validator {
    public static final FhirContext R4 = FhirContext.forR4();
    private final FhirValidator validator;

    private static final class Shared {
        static final R4Validator VALIDATOR = new R4Validator();
    }

    /** The one of this JVM: loading the definitions takes seconds. */
    public static R4Validator get() {
        return Shared.VALIDATOR;
    }

    private R4Validator() {
        CommonCodeSystemsTerminologyService common = new CommonCodeSystemsTerminologyService(R4);
        ValidationSupportChain chain = new ValidationSupportChain(
                new DefaultProfileValidationSupport(R4), common, new InMemoryTerminologyServerValidationSupport(R4));
        FhirInstanceValidator module = new FhirInstanceValidator(new CachingValidationSupport(chain));
        module.setAnyExtensionsAllowed(true);
        module.setErrorForUnknownProfiles(false);
        module.setNoTerminologyChecks(false);
        module.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
        validator = R4.newValidator().registerValidatorModule(module);
    }

    /** Errors of a bundle as {@code location: message}; unknown code systems and local codes are none. */
    public List<String> errors(MappedBundle bundle) {
        List<String> errors = new ArrayList<>();
        String json = new String(bundle.json(), StandardCharsets.UTF_8);
        Bundle parsed = R4.newJsonParser().parseResource(Bundle.class, json);
        validator.validateWithResult(json).getMessages().forEach(m -> {
            boolean error = m.getSeverity() == ResultSeverityEnum.ERROR || m.getSeverity() == ResultSeverityEnum.FATAL;
            if (error && !m.getMessage().contains("CodeSystem is unknown")) {
                errors.add(m.getLocationString() + ": " + m.getMessage());
            }
        });
        if (parsed.getEntry().size() != bundle.entries().size()) {
            errors.add("the bundle parses to " + parsed.getEntry().size() + " entries");
        }
        return errors;
    }
}
