package org.qantara.dpp.search;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells a client that a search parameter of FHIR is not offered here, and which ones are: 400 instead of an empty or an unfiltered answer. */
@Interceptor(order = -500)
public final class SwitchedOffParameters {

    private final SearchParameterList list;

    public SwitchedOffParameters(SearchParameterList list) {
        this.list = list;
    }

    /** Before values are parsed, so that the answer is about the parameter and not about its value. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED)
    public void refuse(RequestDetails request) {
        @Nullable RestOperationTypeEnum operation = request.getRestOperationType();
        @Nullable String type = request.getResourceName();
        if (operation != RestOperationTypeEnum.SEARCH_TYPE || type == null) {
            return;
        }
        for (String parameter : request.getParameters().keySet()) {
            String name = parameter.split("[:.]", 2)[0];
            boolean ofFhir =
                    request.getFhirContext().getResourceDefinition(type).getSearchParam(name) != null;
            if (ofFhir && !list.lists(type, name)) {
                Set<String> offered = new TreeSet<>(list.namesByType().getOrDefault(type, Set.of()));
                throw new InvalidRequestException("the search parameter " + name + " of " + type
                        + " is switched off on this server, it offers: " + offered
                        + " and those that begin with _. Ask its operator when the record needs it");
            }
        }
    }
}
