package org.qantara.dpp.search;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.index.SearchParamWithInlineReferencesExtractor;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.jpa.searchparam.extractor.ResourceIndexedSearchParams;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;

/**
 * Extracts the index values of a resource of a transaction once.
 *
 * <p>HAPI goes through the creations of a transaction twice: first to give each a number, so that references between them can be replaced, then to store
 * and index them. It extracts all index values both times and uses the second ones only; the first time is left out here, and the resource is marked, so
 * that {@link ca.uhn.fhir.jpa.dao.FinalTextCalculator} leaves out encoding it as well. Thread-safe.
 */
public final class FinalPassExtractor extends SearchParamWithInlineReferencesExtractor {

    private static final String PROVISIONAL = FinalPassExtractor.class.getName();

    @Override
    public void populateFromResource(
            RequestPartitionId partition,
            ResourceIndexedSearchParams values,
            TransactionDetails transaction,
            ResourceTable entity,
            IBaseResource resource,
            ResourceIndexedSearchParams storedValues,
            RequestDetails request,
            boolean performIndexing) {
        ((Resource) resource).setUserData(PROVISIONAL, performIndexing ? null : Boolean.TRUE);
        if (performIndexing) {
            super.populateFromResource(
                    partition, values, transaction, entity, resource, storedValues, request, performIndexing);
        }
    }

    /** Whether a resource is in the first of the two passes, whose values and text nobody reads. */
    public static boolean isProvisional(IBaseResource resource) {
        return ((Resource) resource).getUserData(PROVISIONAL) != null;
    }
}
