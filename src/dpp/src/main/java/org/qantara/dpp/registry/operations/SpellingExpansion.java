package org.qantara.dpp.registry.operations;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.server.util.ICachedSearchDetails;
import java.util.ArrayList;
import java.util.List;
import org.qantara.dpp.registry.store.Spellings;

/**
 * Lets {@code name}, {@code family} and {@code given} of a Patient search find other spellings and scripts: what is asked is joined by every
 * stored spelling that sounds the same, so that a query in Arabic finds the Latin record and the reverse. With {@code :exact} or
 * {@code :contains} nothing is added. Stateless.
 */
@Interceptor
public final class SpellingExpansion {
    private static final List<String> NAMES = List.of("name", "family", "given");
    private static final int SPELLINGS_MAX = 40;

    private final Spellings spellings;

    public SpellingExpansion(Spellings spellings) {
        this.spellings = spellings;
    }

    @Hook(Pointcut.STORAGE_PRESEARCH_REGISTERED)
    public void expand(ICachedSearchDetails search, SearchParameterMap parameters) {
        if (!"Patient".equals(search.getResourceType())) {
            return;
        }
        for (String name : NAMES) {
            List<List<IQueryParameterType>> ands = parameters.get(name);
            if (ands != null) {
                ands.forEach(this::addSpellings);
            }
        }
    }

    private void addSpellings(List<IQueryParameterType> ors) {
        List<IQueryParameterType> more = new ArrayList<>();
        for (IQueryParameterType asked : ors) {
            if (asked instanceof StringParam text
                    && !text.isExact()
                    && !text.isContains()
                    && text.getMissing() == null
                    && text.getValue() != null) {
                spellings.like(text.getValue(), SPELLINGS_MAX).forEach(spelling -> more.add(new StringParam(spelling)));
            }
        }
        ors.addAll(more);
    }
}
