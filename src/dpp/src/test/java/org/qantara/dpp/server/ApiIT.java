package org.qantara.dpp.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.testing.Answer;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;
import org.slf4j.LoggerFactory;

/** What a client of the record meets: search that does not surprise, errors that say what is wrong, limits, silence in the logs. */
class ApiIT {

    private final String id = UUID.randomUUID().toString();

    @ParameterizedTest
    @EnumSource
    void searchSeesAWriteAtOnce(Database database) {
        DppUnderTest dpp = database.dpp();
        String query = "/Observation?patient=" + id + "&code=http://loinc.org%7C718-7";
        Sent.by("CHU-RABAT", 1).merge(patient()).to(dpp);
        assertThat(dpp.get(query).bundle().getTotal()).isZero();
        for (int count = 1; count <= 3; count++) {
            assertThat(Sent.by("CHU-RABAT", count + 1)
                            .replace(haemoglobin("2026-01-0" + count))
                            .to(dpp)
                            .status())
                    .isEqualTo(200);
            assertThat(dpp.get(query).bundle().getTotal()).isEqualTo(count);
        }
        assertThat(dpp.get(query + "&date=ge2026-01-02").bundle().getTotal()).isEqualTo(2);
        assertThat(dpp.get(query + "&date=ge2026-01-02&_summary=count").bundle().getTotal())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void pagesAreStableAndLinked(Database database) {
        DppUnderTest dpp = database.dpp();
        Sent sent = Sent.by("CHU-RABAT", 1).merge(patient());
        for (int count = 0; count < 120; count++) {
            sent.replace(haemoglobin("2026-02-01"));
        }
        assertThat(sent.to(dpp).status()).isEqualTo(200);
        Bundle first = dpp.get("/Observation?patient=" + id).bundle();
        assertThat(first.getEntry()).hasSize(50);
        int seen = first.getEntry().size();
        Bundle page = first;
        while (page.getLink("next") != null) {
            String next = page.getLink("next").getUrl();
            assertThat(next).startsWith(dpp.base());
            page = dpp.get(next.substring(dpp.base().length())).bundle();
            seen += page.getEntry().size();
        }
        assertThat(seen).isEqualTo(120);
        assertThat(dpp.get("/Observation?patient=" + id + "&_count=5000")
                        .bundle()
                        .getEntry())
                .hasSize(120);
    }

    @Test
    void unknownSearchParameterIs400AndNamed() {
        Answer answer = Database.H2.dpp().get("/Patient?colour=blue");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.diagnostics()).contains("colour").contains("identifier");
    }

    @Test
    void unknownElementOfABodyIsRefused() {
        DppUnderTest dpp = Database.H2.dpp();
        var request =
                dpp.request("/Patient").POST(BodyPublishers.ofString("{\"resourceType\":\"Patient\",\"nmae\":[{}]}"));
        Answer answer = dpp.send(request.build());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.diagnostics()).contains("nmae");
    }

    @Test
    void capabilityStatementIsR4() {
        CapabilityStatement capabilities = Database.H2.dpp().get("/metadata").as(CapabilityStatement.class);
        assertThat(capabilities.getFhirVersion().toCode()).isEqualTo("4.0.1");
        assertThat(capabilities.getImplementation().getDescription()).contains("Qantara");
        assertThat(capabilities.getRestFirstRep().getResource())
                .extracting("type")
                .contains("Patient", "Observation");
    }

    @Test
    void bodyOverTheLimitIs413AlsoWhenPacked() throws IOException {
        DppSettings base = Database.H2.settings();
        DppSettings small = new DppSettings(
                "jdbc:h2:mem:limits", base.user(), base.password(), null, 4, 64 * 1024, base.regionByFacility());
        try (DppUnderTest dpp = DppUnderTest.start(small)) {
            String body = "{\"resourceType\":\"Patient\",\"language\":\"" + "x".repeat(100_000) + "\"}";
            assertThat(dpp.send(dpp.request("/Patient")
                                    .POST(BodyPublishers.ofString(body))
                                    .build())
                            .status())
                    .isEqualTo(413);
            var packed = dpp.request("/Patient")
                    .header("Content-Encoding", "gzip")
                    .POST(BodyPublishers.ofByteArray(gzip(body)));
            assertThat(dpp.send(packed.build()).status()).isEqualTo(413);
            var fits = dpp.request("/Patient").header("Content-Encoding", "gzip");
            byte[] patient = gzip("{\"resourceType\":\"Patient\"}");
            assertThat(dpp.send(fits.POST(BodyPublishers.ofByteArray(patient)).build())
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void nothingOfAPatientReachesTheLog() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        Level before = root.getLevel();
        root.addAppender(events);
        root.setLevel(Level.INFO);
        try {
            provokeEveryKindOfFailure(Database.H2.dpp());
            provokeEveryKindOfFailure(Database.POSTGRESQL.dpp());
        } finally {
            root.setLevel(before);
            root.detachAppender(events);
        }
        List<String> leaks = List.copyOf(events.list).stream()
                .map(event -> event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()))
                .filter(text -> text.contains("GEHEIM"))
                .toList();
        assertThat(leaks).isEmpty();
    }

    private void provokeEveryKindOfFailure(DppUnderTest dpp) {
        Patient patient = patient();
        patient.addName().setFamily("GEHEIM");
        patient.addIdentifier().setSystem("urn:ma:cnie").setValue("GEHEIM1");
        assertThat(Sent.by("CHU-RABAT", 1).merge(patient).to(dpp).status()).isEqualTo(200);
        assertThat(Sent.by("CHU-RABAT", 1).owns(patient, "GEHEIM").to(dpp).status())
                .isEqualTo(400);
        assertThat(dpp.get("/Patient?identifier=urn:ma:cnie%7CGEHEIM1").bundle().getTotal())
                .isPositive();
        assertThat(dpp.get("/Patient?name=GEHEIM&GEHEIM=1").status()).isEqualTo(400);
        assertThat(dpp.get("/Patient?birthdate=GEHEIM").status()).isEqualTo(400);
        assertThat(dpp.get("/Patient/GEHEIM-1").status()).isEqualTo(404);
        assertThat(dpp.get("/GEHEIM/1").status()).isEqualTo(404);
        String malformed = "{\"resourceType\":\"Patient\",\"birthDate\":\"GEHEIM\"}";
        assertThat(dpp.send(dpp.request("/Patient")
                                .POST(BodyPublishers.ofString(malformed))
                                .build())
                        .status())
                .isEqualTo(400);
        String broken = "{\"resourceType\":\"Patient\",\"GEHEIM\":";
        assertThat(dpp.send(dpp.request("/Patient")
                                .POST(BodyPublishers.ofString(broken))
                                .build())
                        .status())
                .isEqualTo(400);
        String unknown = "{\"resourceType\":\"Patient\",\"GEHEIM\":1}";
        assertThat(dpp.send(dpp.request("/Patient")
                                .POST(BodyPublishers.ofString(unknown))
                                .build())
                        .status())
                .isEqualTo(400);
        patient.setManagingOrganization(new Reference("Organization/GEHEIM"));
        assertThat(dpp.put("/Patient/" + id, patient).status()).isEqualTo(400);
        Sent conditional = Sent.byForeignClient().put(patient());
        conditional.last().getRequest().setUrl("Patient?identifier=urn:ma:cnie%7CGEHEIM1&GEHEIM=1");
        assertThat(conditional.to(dpp).status()).isEqualTo(400);
        var putAbsent = dpp.request("/Patient/" + id).header("If-None-Match", "*");
        assertThat(dpp.send(putAbsent
                                .PUT(BodyPublishers.ofString(DppUnderTest.json(patient())))
                                .build())
                        .status())
                .isEqualTo(412);
    }

    @Test
    void failureIsAnOperationOutcomeWithAnIssueType() {
        OperationOutcome outcome =
                Database.H2.dpp().get("/Patient/" + UUID.randomUUID()).as(OperationOutcome.class);
        assertThat(outcome.getIssueFirstRep().getCode()).isEqualTo(OperationOutcome.IssueType.NOTFOUND);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private Patient patient() {
        Patient patient = new Patient();
        patient.setId(id);
        return patient;
    }

    private Observation haemoglobin(String date) {
        Observation observation = new Observation();
        observation.setId(UUID.randomUUID().toString());
        observation.setStatus(Observation.ObservationStatus.FINAL);
        observation.getCode().addCoding().setSystem("http://loinc.org").setCode("718-7");
        observation.setSubject(new Reference("Patient/" + id));
        observation.setEffective(new org.hl7.fhir.r4.model.DateTimeType(date));
        return observation;
    }
}
