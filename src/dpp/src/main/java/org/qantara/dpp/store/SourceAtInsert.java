package org.qantara.dpp.store;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.model.entity.ResourceHistoryTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.Interceptor;
import org.hibernate.type.Type;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Lets each version's {@code meta.source} travel with its INSERT.
 *
 * <p>HAPI persists the version first and sets the source on it afterwards, so that Hibernate writes each row twice: an INSERT and an UPDATE of
 * the whole row. This interceptor puts the same value into the INSERT; HAPI's later assignment is then no change. When it does not know the
 * resource, HAPI's own way remains. What it notes lives as long as the transaction.
 */
@ca.uhn.fhir.interceptor.api.Interceptor(order = 1000)
public final class SourceAtInsert implements Interceptor {

    private static final String SOURCE_PROPERTY = "mySourceUri";

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
    public void onCreate(IBaseResource resource) {
        note((Resource) resource);
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
    public void onUpdate(IBaseResource stored, IBaseResource incoming) {
        note((Resource) incoming);
    }

    private void note(Resource resource) {
        @Nullable String source = resource.getMeta().getSource();
        if (source == null
                || source.contains("#")
                || source.length() > ResourceHistoryTable.SOURCE_URI_LENGTH
                || !resource.getIdElement().hasIdPart()
                || !TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        sources().put(resource.fhirType() + "/" + resource.getIdElement().getIdPart(), source);
    }

    @Override
    public boolean onPersist(Object entity, Object id, Object[] state, String[] propertyNames, Type[] types) {
        if (!(entity instanceof ResourceHistoryTable version) || !TransactionSynchronizationManager.hasResource(this)) {
            return false;
        }
        @Nullable
        String source = sources()
                .get(version.getResourceType() + "/"
                        + version.getResourceTable().getFhirId());
        int property = Arrays.asList(propertyNames).indexOf(SOURCE_PROPERTY);
        if (source == null || property < 0) {
            return false;
        }
        state[property] = source;
        return true;
    }

    @SuppressWarnings("unchecked")
    private Map<String, String> sources() {
        Object bound = TransactionSynchronizationManager.getResource(this);
        if (bound != null) {
            return (Map<String, String>) bound;
        }
        Map<String, String> sources = new HashMap<>();
        TransactionSynchronizationManager.bindResource(this, sources);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                TransactionSynchronizationManager.unbindResourceIfPossible(SourceAtInsert.this);
            }
        });
        return sources;
    }
}
