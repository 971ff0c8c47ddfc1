package org.qantara.dpp.search;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.jpa.searchparam.registry.RuntimeSearchParamCache;
import ca.uhn.fhir.jpa.searchparam.registry.SearchParamRegistryImpl;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's registry of search parameters without those of the standard that the list does not name.
 *
 * <p>HAPI hands each new set of parameters, the first and every refreshed one, to {@link #setActiveSearchParams} before it derives anything
 * from it; removing there removes them from indexing, search, includes, composites and the CapabilityStatement alike. SearchParameter
 * resources that an administrator adds are not of the standard and stay.
 */
public final class ListedSearchParameters extends SearchParamRegistryImpl {

    private static final String STANDARD = "http://hl7.org/fhir/SearchParameter/";

    private final SearchParameterList list;

    public ListedSearchParameters(SearchParameterList list) {
        this.list = list;
    }

    @Override
    public void setActiveSearchParams(@Nullable RuntimeSearchParamCache parameters) {
        if (parameters != null) {
            Set<String> names = parameters
                    .getSearchParamStream()
                    .map(RuntimeSearchParam::getName)
                    .collect(Collectors.toSet());
            for (String type : List.copyOf(parameters.getResourceNameKeys())) {
                names.stream()
                        .filter(name -> !list.lists(type, name) && standard(parameters.get(type, name)))
                        .forEach(name -> parameters.remove(type, name));
            }
        }
        super.setActiveSearchParams(parameters);
    }

    private static boolean standard(@Nullable RuntimeSearchParam parameter) {
        return parameter != null
                && (parameter.getUri() == null || parameter.getUri().startsWith(STANDARD));
    }
}
