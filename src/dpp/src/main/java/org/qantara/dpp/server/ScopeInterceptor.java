package org.qantara.dpp.server;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * What the scopes of a request allow; everything that is not named here is refused with 403.
 *
 * <p>The web server has authenticated the request and left the scopes in the attribute {@value #SCOPES}. {@code fhir.read} may read, search and
 * call the operations that only read; {@code fhir.write} may write. The administrator's operations ({@code $expunge}, {@code $reindex} and the
 * like) belong to nobody over HTTP. HAPI calls this for a request and for each GET inside a batch or transaction. Stateless.
 */
@Interceptor(order = -1000)
final class ScopeInterceptor {

    static final String SCOPES = "qantara.scopes";

    private static final String READ = "fhir.read";
    private static final String WRITE = "fhir.write";

    /** Who subscribes is told what is written: that is reading too. */
    private static final String SUBSCRIPTION = "Subscription";

    private static final Set<String> READING_OPERATIONS = Set.of(
            "$everything",
            "$ihe-pix",
            "$match",
            "$validate",
            "$translate",
            "$lookup",
            "$expand",
            "$validate-code",
            "$subsumes",
            "$meta",
            "$diff",
            "$export",
            "$export-poll-status");

    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
    public void authorize(RequestDetails request, RestOperationTypeEnum operation) {
        Set<?> scopes = scopes(request);
        boolean allowed =
                switch (operation) {
                    case METADATA -> scopes.contains(READ) || scopes.contains(WRITE);
                    case READ, VREAD, SEARCH_TYPE, SEARCH_SYSTEM, GET_PAGE, VALIDATE -> scopes.contains(READ);
                    case HISTORY_INSTANCE, HISTORY_TYPE, HISTORY_SYSTEM -> scopes.contains(READ);
                    case CREATE, UPDATE, DELETE, PATCH ->
                        scopes.contains(WRITE)
                                && (scopes.contains(READ) || !SUBSCRIPTION.equals(request.getResourceName()));
                    case TRANSACTION -> mayProcess(request, scopes);
                    case EXTENDED_OPERATION_INSTANCE, EXTENDED_OPERATION_TYPE, EXTENDED_OPERATION_SERVER, META ->
                        scopes.contains(READ) && READING_OPERATIONS.contains(String.valueOf(request.getOperation()));
                    default -> false;
                };
        if (!allowed) {
            throw new ForbiddenOperationException("the scopes of this token do not allow " + operation.getCode()
                    + ": reading needs " + READ + ", writing needs " + WRITE
                    + ", administration is not offered over HTTP");
        }
    }

    private static Set<?> scopes(RequestDetails request) {
        return request instanceof ServletRequestDetails servlet
                        && servlet.getServletRequest().getAttribute(SCOPES) instanceof Set<?> granted
                ? granted
                : Set.of();
    }

    private static boolean mayProcess(RequestDetails request, Set<?> scopes) {
        if (!(request.getResource() instanceof Bundle bundle)) {
            return false;
        }
        boolean writes = !bundle.hasEntry();
        for (BundleEntryComponent entry : bundle.getEntry()) {
            @Nullable HTTPVerb verb = entry.getRequest().getMethod();
            boolean reads = verb == HTTPVerb.GET || verb == HTTPVerb.HEAD;
            boolean subscribes =
                    SUBSCRIPTION.equals(new IdType(entry.getRequest().getUrl()).getResourceType())
                            || entry.getResource() instanceof Subscription;
            if ((reads || subscribes) && !scopes.contains(READ)) {
                return false;
            }
            writes |= !reads;
        }
        return !writes || scopes.contains(WRITE);
    }
}
