package org.qantara.dpp.registry.service;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.util.JpaConstants;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.fhir.GoldenPatient;
import org.qantara.dpp.registry.matching.BlockingKey;
import org.qantara.dpp.registry.store.GoldenLinks;
import org.qantara.dpp.registry.store.GoldenLinks.Pid;
import org.qantara.dpp.registry.store.SourceRow;

/** Writes golden Patients through HAPI, in the caller's transaction, and only when their content changes. */
final class GoldenRecords {
    private final FhirContext fhir;
    private final IFhirResourceDao<Patient> patients;
    private final EntityManager entityManager;
    private final GoldenLinks links;

    GoldenRecords(
            FhirContext fhir, IFhirResourceDao<Patient> patients, EntityManager entityManager, GoldenLinks links) {
        this.fhir = fhir;
        this.patients = patients;
        this.entityManager = entityManager;
        this.links = links;
    }

    /** Stores the golden record of these rows and returns its primary key. */
    Pid write(String golden, List<SourceRow> rows, @Nullable String replacedBy) {
        Patient patient = GoldenPatient.of(
                golden, rows.stream().map(row -> row.content().person()).toList(), replacedBy);
        long digest = BlockingKey.hash(fhir.newJsonParser().encodeResourceToString(patient));
        Optional<Pid> unchanged = links.golden(golden, digest);
        if (unchanged.isPresent()) {
            return unchanged.get();
        }
        JpaPid stored = (JpaPid) Objects.requireNonNull(
                patients.update(patient, tagsReplaced()).getPersistentId(), "id of a golden record");
        entityManager.flush(); // its row must be there before MPI_LINK points to it
        Pid pid = new Pid(stored.getId(), Objects.requireNonNullElse(stored.getPartitionId(), 0));
        links.stored(golden, pid, digest);
        return pid;
    }

    /** HAPI adds an update's tags to the stored ones; a golden record that is redirected must lose the tag of a golden one, and the reverse. */
    private static SystemRequestDetails tagsReplaced() {
        SystemRequestDetails request = new SystemRequestDetails();
        request.addHeader(JpaConstants.HEADER_META_SNAPSHOT_MODE, "TAG");
        return request;
    }
}
