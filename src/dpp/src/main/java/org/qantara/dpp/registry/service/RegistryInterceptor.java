package org.qantara.dpp.registry.service;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Linkage;
import org.hl7.fhir.r4.model.Patient;
import org.qantara.dpp.registry.fhir.GoldenPatient;

/**
 * Tells the registry of every Patient and Linkage that is written: indexed in the writing transaction, placed when the transaction has committed and before
 * the answer leaves. Golden records are written by the registry alone, past this interceptor: a client's write is 403. Stateless.
 */
@Interceptor(order = 500)
final class RegistryInterceptor {
    private static final String WRITTEN = RegistryInterceptor.class.getName();

    private final Registration registration;

    RegistryInterceptor(Registration registration) {
        this.registration = registration;
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
    public void guardCreate(IBaseResource resource) {
        guard(resource);
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
    public void guardUpdate(IBaseResource stored, IBaseResource incoming) {
        guard(incoming);
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED)
    public void guardDelete(IBaseResource resource) {
        guard(resource);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
    public void created(IBaseResource resource, RequestDetails request) {
        written(resource, request);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    public void updated(IBaseResource before, IBaseResource after, RequestDetails request) {
        written(after, request);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
    public void deleted(IBaseResource resource, RequestDetails request) {
        if (resource instanceof Patient patient && !GoldenPatient.isGolden(id(patient))) {
            registration.delete(id(patient));
            remember(id(patient), request);
        } else if (resource instanceof Linkage linkage) {
            registration.index(linkage, true).forEach(patientId -> remember(patientId, request));
        }
    }

    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    public void place(RequestDetails request) {
        if (request.getUserData().remove(WRITTEN) instanceof Set<?> written) {
            written.forEach(patientId -> registration.place(String.valueOf(patientId)));
        }
    }

    private void written(IBaseResource resource, RequestDetails request) {
        if (resource instanceof Patient patient
                && !GoldenPatient.isGolden(id(patient))
                && registration.index(patient)) {
            remember(id(patient), request);
        } else if (resource instanceof Linkage linkage) {
            registration.index(linkage, false).forEach(patientId -> remember(patientId, request));
        }
    }

    private static void remember(String patientId, RequestDetails request) {
        @SuppressWarnings("unchecked")
        Set<String> written =
                (Set<String>) request.getUserData().computeIfAbsent(WRITTEN, key -> new LinkedHashSet<String>());
        written.add(patientId);
    }

    private static void guard(IBaseResource resource) {
        if (resource instanceof Patient patient && GoldenPatient.isGolden(id(patient))) {
            throw new ForbiddenOperationException("ids that begin with " + GoldenPatient.ID_PREFIX
                    + " are golden records, which the registry writes; write the facility's own Patient");
        }
    }

    private static String id(Patient patient) {
        return String.valueOf(patient.getIdElement().getIdPart());
    }
}
