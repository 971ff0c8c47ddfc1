package org.qantara.dpp.registry.service;

import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.mdm.interceptor.MdmSearchExpandingInterceptor;
import ca.uhn.fhir.rest.server.RestfulServer;
import org.hl7.fhir.r4.model.Patient;
import org.qantara.dpp.RegistrySettings;
import org.qantara.dpp.registry.operations.MatchOperation;
import org.qantara.dpp.registry.operations.PixOperation;
import org.qantara.dpp.registry.operations.SpellingExpansion;

/** Puts the registry's interceptors and operations into a FHIR server, and runs its sweep while the server lives. */
public final class RegistryMount implements AutoCloseable {
    private final RegistrySettings settings;
    private final Registry registry;
    private final RegistryInterceptor writes;
    private final RegistrySweep sweep;
    private final MdmSearchExpandingInterceptor expansion;
    private final SpellingExpansion spellings;
    private final IFhirResourceDao<Patient> patients;

    RegistryMount(
            RegistrySettings settings,
            Registry registry,
            RegistryInterceptor writes,
            RegistrySweep sweep,
            MdmSearchExpandingInterceptor expansion,
            SpellingExpansion spellings,
            IFhirResourceDao<Patient> patients) {
        this.settings = settings;
        this.registry = registry;
        this.writes = writes;
        this.sweep = sweep;
        this.expansion = expansion;
        this.spellings = spellings;
        this.patients = patients;
    }

    /** Called once, while the server is built. */
    public void on(RestfulServer server) {
        if (!settings.enabled()) {
            return;
        }
        server.registerInterceptor(writes);
        server.registerInterceptor(expansion);
        server.registerInterceptor(spellings);
        server.registerProvider(new PixOperation(registry, patients));
        server.registerProvider(new MatchOperation(registry, patients));
    }

    /** Called once the server can answer. */
    public void start() {
        if (settings.enabled()) {
            sweep.start();
        }
    }

    public Registry registry() {
        return registry;
    }

    @Override
    public void close() {
        sweep.close();
    }
}
