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
 *
 * <p>A reference parameter that only narrows another one's path ({@code Observation.subject.where(resolve() is Patient)}) is indexed by the path
 * itself and narrowed by its target type: HAPI stores one row per path, so that {@code subject} and {@code patient} share theirs.
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
                for (String name : names) {
                    @Nullable RuntimeSearchParam parameter = parameters.get(type, name);
                    if (parameter != null && standard(parameter)) {
                        SharedPath.of(type, parameter).ifPresent(shared -> parameters.add(type, name, shared));
                    }
                }
            }
        }
        super.setActiveSearchParams(parameters);
    }

    private static boolean standard(@Nullable RuntimeSearchParam parameter) {
        return parameter != null
                && (parameter.getUri() == null || parameter.getUri().startsWith(STANDARD));
    }
}
