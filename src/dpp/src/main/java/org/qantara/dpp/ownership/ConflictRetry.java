package org.qantara.dpp.ownership;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.model.ResourceVersionConflictResolutionStrategy;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a write that met another one, a few times, before the client hears 409.
 *
 * <p>Repeating is right when the request does not name a version: the second attempt reads what the first writer left and decides again. With
 * {@code If-Match} the conflict is the client's to solve and is answered at once. Stateless.
 */
@Interceptor
public final class ConflictRetry {

    private static final int RETRIES_MAX = 5;

    @Hook(Pointcut.STORAGE_VERSION_CONFLICT)
    public ResourceVersionConflictResolutionStrategy onConflict(@Nullable RequestDetails request) {
        ResourceVersionConflictResolutionStrategy strategy = new ResourceVersionConflictResolutionStrategy();
        strategy.setRetry(request == null || !namesVersion(request));
        strategy.setMaxRetries(RETRIES_MAX);
        return strategy;
    }

    private static boolean namesVersion(RequestDetails request) {
        if (request.getHeader(Constants.HEADER_IF_MATCH) != null) {
            return true;
        }
        return request.getResource() instanceof Bundle bundle
                && bundle.getEntry().stream()
                        .anyMatch(entry -> entry.getRequest().hasIfMatch());
    }
}
