package org.qantara.dpp.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.validation.IValidatorModule;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qantara.dpp.profile.ProfilePolicy.Action;
import org.slf4j.LoggerFactory;

/** Which resources are sampled, and what a finding says and does not say. The validator itself is HAPI's; here it finds fault with everything. */
class SampledValidationTest {

    private final AtomicInteger asked = new AtomicInteger();
    private final IValidatorModule faultFinder = context -> {
        asked.incrementAndGet();
        SingleValidationMessage finding = new SingleValidationMessage();
        finding.setSeverity(ResultSeverityEnum.ERROR);
        finding.setMessageId("Validation_VAL_Profile_Minimum");
        finding.setLocationString("Patient.name[1].family");
        finding.setMessage("GEHEIM is not allowed");
        context.addValidationMessage(finding);
    };
    private final SampledValidation sampled = new SampledValidation(
            FhirContext.forR4Cached(),
            faultFinder,
            List.of(new ProfilePolicy("Patient", null, "urn:profile", Action.WARN)),
            10);
    private final Logger logger = (Logger) LoggerFactory.getLogger(SampledValidation.class);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    @BeforeEach
    void listen() {
        events.start();
        logger.addAppender(events);
    }

    @AfterEach
    void close() {
        logger.detachAppender(events);
        sampled.close();
    }

    @Test
    void oneInTenOfTheEnginesResourcesAndOneLineForEachKindOfFinding() {
        for (int count = 0; count < 100; count++) {
            sampled.onCreate(patient("urn:qantara:message:CHU-FES:" + count));
        }
        await().until(() -> sampled.validatedAndBroken()[1] == 10);
        assertThat(asked).hasValue(10);
        await().until(() -> !events.list.isEmpty());
        assertThat(events.list).hasSize(1);
        assertThat(events.list.get(0).getFormattedMessage())
                .contains(
                        "urn:profile", "Validation_VAL_Profile_Minimum", "Patient.name.family", "message 9 of CHU-FES")
                .doesNotContain("GEHEIM");
    }

    @Test
    void foreignClientsAreJudgedElsewhere() {
        for (int count = 0; count < 20; count++) {
            sampled.onUpdate(patient(null), patient(null));
        }
        sampled.close();
        assertThat(asked).hasValue(0);
    }

    private static Patient patient(String source) {
        Patient patient = new Patient();
        patient.getMeta().setSource(source);
        patient.addName().setFamily("GEHEIM");
        return patient;
    }
}
