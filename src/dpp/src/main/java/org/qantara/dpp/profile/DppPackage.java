package org.qantara.dpp.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;
import org.qantara.dpp.store.PartitionInterceptor;

/** The DPP's profiles and naming systems ({@code package.json}), stored like any other resource so that clients can read and validate by them. */
public final class DppPackage {

    private static final String FILE = "package.json";

    private final IFhirSystemDao<Bundle, Meta> system;

    public DppPackage(IFhirSystemDao<Bundle, Meta> system) {
        this.system = system;
    }

    /** Stores what is new or changed; the other resources keep their version. Called at each start. */
    public void install() {
        SystemRequestDetails request = new SystemRequestDetails();
        request.setRequestPartitionId(RequestPartitionId.fromPartitionId(PartitionInterceptor.NATIONAL));
        system.transaction(request, read());
    }

    static Bundle read() {
        try (InputStream file = DppPackage.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing from the DPP's jar");
            }
            String json = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
