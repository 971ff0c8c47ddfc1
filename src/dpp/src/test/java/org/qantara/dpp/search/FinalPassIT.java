package org.qantara.dpp.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.dpp.testing.Answer;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;

/** What leaving out the first pass must not change: texts, index rows, what a later update finds of them. */
class FinalPassIT {

    private final String patient = UUID.randomUUID().toString();
    private final String observation = UUID.randomUUID().toString();

    @ParameterizedTest
    @EnumSource
    void laterVersionsReplaceIndexRowsOfTheFirst(Database database) {
        DppUnderTest dpp = database.dpp();
        Sent.by("CHU-RABAT", 1)
                .merge(patient())
                .replace(result("718-7", "2026-01-01"))
                .to(dpp);
        long tokens = rows(dpp, "HFJ_SPIDX_TOKEN", "RES_ID");
        long links = rows(dpp, "HFJ_RES_LINK", "SRC_RESOURCE_ID");
        assertThat(tokens).isPositive();
        assertThat(links).isPositive();
        assertThat(found(dpp, "code=http://loinc.org%7C718-7&date=2026-01-01")).isOne();
        Sent.by("CHU-RABAT", 2).replace(result("2345-7", "2026-02-02")).to(dpp);
        assertThat(rows(dpp, "HFJ_SPIDX_TOKEN", "RES_ID")).isEqualTo(tokens);
        assertThat(rows(dpp, "HFJ_RES_LINK", "SRC_RESOURCE_ID")).isEqualTo(links);
        assertThat(found(dpp, "code=http://loinc.org%7C718-7")).isZero();
        assertThat(found(dpp, "code=http://loinc.org%7C2345-7&date=2026-02-02")).isOne();
        assertThat(dpp.get("/Observation/" + observation + "/_history/1")
                        .as(Observation.class)
                        .getCode()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("718-7");
    }

    @ParameterizedTest
    @EnumSource
    void repeatedContentIsStillNoVersion(Database database) {
        DppUnderTest dpp = database.dpp();
        Sent.by("CHU-RABAT", 1)
                .merge(patient())
                .replace(result("718-7", "2026-01-01"))
                .to(dpp);
        Sent.by("CHU-RABAT", 2)
                .merge(patient())
                .replace(result("718-7", "2026-01-01"))
                .to(dpp);
        assertThat(dpp.get("/Observation/" + observation)
                        .as(Observation.class)
                        .getMeta()
                        .getVersionId())
                .isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource
    void placeholdersAreReplacedAndIndexed(Database database) {
        DppUnderTest dpp = database.dpp();
        Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
        String placeholder = "urn:uuid:" + UUID.randomUUID();
        bundle.addEntry()
                .setFullUrl(placeholder)
                .setResource(new Patient())
                .getRequest()
                .setMethod(HTTPVerb.POST)
                .setUrl("Patient");
        Observation result = result("718-7", "2026-01-01");
        result.setSubject(new Reference(placeholder));
        bundle.addEntry()
                .setResource(result)
                .getRequest()
                .setMethod(HTTPVerb.PUT)
                .setUrl("Observation/" + observation);
        Answer answer = dpp.post("", bundle);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String subject = dpp.get("/Observation/" + observation)
                .as(Observation.class)
                .getSubject()
                .getReference();
        assertThat(subject).startsWith("Patient/");
        assertThat(dpp.get("/Observation?subject=" + subject).bundle().getTotal())
                .isOne();
    }

    private long found(DppUnderTest dpp, String query) {
        return dpp.get("/Observation?patient=" + patient + "&" + query).bundle().getTotal();
    }

    private long rows(DppUnderTest dpp, String table, String column) {
        String sql = "SELECT COUNT(*) FROM " + table + " WHERE " + column
                + " = (SELECT RES_ID FROM HFJ_RESOURCE WHERE RES_TYPE = 'Observation' AND FHIR_ID = '" + observation
                + "')";
        try (var connection = DriverManager.getConnection(
                        dpp.settings().jdbcUrl(), dpp.settings().user(), "");
                var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Patient patient() {
        Patient one = new Patient();
        one.setId(patient);
        return one;
    }

    private Observation result(String code, String date) {
        Observation one = new Observation();
        one.setId(observation);
        one.setStatus(Observation.ObservationStatus.FINAL);
        one.getCode().addCoding().setSystem("http://loinc.org").setCode(code);
        one.setSubject(new Reference("Patient/" + patient));
        one.setEffective(new org.hl7.fhir.r4.model.DateTimeType(date));
        return one;
    }
}
