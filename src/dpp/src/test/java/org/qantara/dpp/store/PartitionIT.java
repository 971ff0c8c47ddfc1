package org.qantara.dpp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;

/** Where resources are stored, and that readers need not know. */
class PartitionIT {

    private static final int RABAT_SALE_KENITRA = 4;
    private static final int FES_MEKNES = 3;

    private final String nationalNumber = UUID.randomUUID().toString();

    @ParameterizedTest
    @EnumSource
    void onePersonInTwoRegionsIsFoundWhole(Database database) throws Exception {
        DppUnderTest dpp = database.dpp();
        Patient inRabat = patient();
        Patient inFes = patient();
        Organization lab = new Organization().setName("Laboratoire national");
        lab.setId(UUID.randomUUID().toString());
        inRabat.setManagingOrganization(new Reference("Organization/" + lab.getId()));
        assertThat(Sent.by("CHU-RABAT", 1).create(lab).merge(inRabat).to(dpp).status())
                .isEqualTo(200);
        assertThat(Sent.by("CHU-FES", 1)
                        .merge(inFes)
                        .merge(encounter(inFes))
                        .to(dpp)
                        .status())
                .isEqualTo(200);

        assertThat(partitions(dpp, inRabat.getId())).containsExactly(RABAT_SALE_KENITRA);
        assertThat(partitions(dpp, inFes.getId())).containsExactly(FES_MEKNES);
        assertThat(partitions(dpp, lab.getId())).containsExactly(PartitionInterceptor.NATIONAL);

        Bundle found =
                dpp.get("/Patient?identifier=urn:ma:cnie%7C" + nationalNumber).bundle();
        assertThat(found.getEntry()).hasSize(2);
        Bundle encounters = dpp.get("/Encounter?patient=" + inFes.getId() + "&_include=Encounter:subject")
                .bundle();
        assertThat(encounters.getEntry()).hasSize(2);
        Bundle withLab = dpp.get("/Patient?_id=" + inRabat.getId() + "&_include=Patient:organization")
                .bundle();
        assertThat(withLab.getEntry()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsStoredStaysWhereItIsWhoeverWritesIt(Database database) throws Exception {
        DppUnderTest dpp = database.dpp();
        Patient patient = patient();
        Sent.by("CHU-RABAT", 1).replace(patient).to(dpp);
        patient.addName().setFamily("Bennani");
        assertThat(dpp.put("/Patient/" + patient.getId(), patient).status()).isEqualTo(200);
        assertThat(Sent.by("CHU-FES", 1)
                        .merge(patient)
                        .merge(encounter(patient))
                        .to(dpp)
                        .status())
                .isEqualTo(200);
        assertThat(Sent.byForeignClient().replace(patient).to(dpp).status()).isEqualTo(200);
        assertThat(dpp.get("/Patient/" + patient.getId())
                        .as(Patient.class)
                        .getMeta()
                        .getVersionId())
                .isEqualTo("2");
        assertThat(partitions(dpp, patient.getId())).containsExactly(RABAT_SALE_KENITRA);
        Patient unknown = patient();
        assertThat(Sent.by("INCONNU", 2).merge(unknown).to(dpp).status()).isEqualTo(200);
        assertThat(partitions(dpp, unknown.getId())).containsExactly(PartitionInterceptor.NATIONAL);
    }

    @ParameterizedTest
    @EnumSource
    void partitionIsPartOfThePrimaryKey(Database database) throws Exception {
        var settings = database.dpp().settings();
        try (var connection = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                var keys = connection
                        .getMetaData()
                        .getPrimaryKeys(null, null, database == Database.H2 ? "HFJ_RESOURCE" : "hfj_resource")) {
            List<String> columns = new ArrayList<>();
            while (keys.next()) {
                columns.add(keys.getString("COLUMN_NAME").toUpperCase(java.util.Locale.ROOT));
            }
            assertThat(columns).containsExactlyInAnyOrder("RES_ID", "PARTITION_ID");
        }
    }

    private Patient patient() {
        Patient patient = new Patient();
        patient.setId(UUID.randomUUID().toString());
        patient.addIdentifier().setSystem("urn:ma:cnie").setValue(nationalNumber);
        return patient;
    }

    private static Encounter encounter(Patient patient) {
        Encounter encounter = new Encounter();
        encounter.setId(UUID.randomUUID().toString());
        encounter.setStatus(Encounter.EncounterStatus.INPROGRESS);
        encounter.setSubject(new Reference("Patient/" + patient.getId()));
        return encounter;
    }

    private static List<Integer> partitions(DppUnderTest dpp, String id) throws Exception {
        var settings = dpp.settings();
        List<Integer> partitions = new ArrayList<>();
        try (var connection = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                var query = connection.prepareStatement("SELECT PARTITION_ID FROM HFJ_RESOURCE WHERE FHIR_ID = ?")) {
            query.setString(1, id);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    partitions.add(rows.getInt(1));
                }
            }
        }
        return partitions;
    }
}
