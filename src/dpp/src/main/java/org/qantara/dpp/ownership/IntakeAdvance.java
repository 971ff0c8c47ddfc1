package org.qantara.dpp.ownership;

import ca.uhn.fhir.jpa.api.dao.IDao;
import ca.uhn.fhir.jpa.dao.data.IResourceHistoryTableDao;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.entity.ResourceHistoryTable;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps the newest intake number with a resource whose content a message only repeated.
 *
 * <p>HAPI writes nothing for an update without change, the source included; a later replay of a message between the two would then win. The
 * source of the current version is advanced instead of adding a version, in the same transaction, just before it commits.
 */
public final class IntakeAdvance {

    private final EntityManagerFactory entityManagers;
    private final IResourceHistoryTableDao versions;

    public IntakeAdvance(EntityManagerFactory entityManagers, IResourceHistoryTableDao versions) {
        this.entityManagers = entityManagers;
        this.versions = versions;
    }

    /** To be called inside the writing transaction, before HAPI stores: {@code source} is what writes {@code stored} now. */
    void whenUnchanged(Resource stored, MessageSource source) {
        JpaPid pid = (JpaPid) IDao.RESOURCE_PID.get(stored);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                advance(pid, source);
            }
        });
    }

    private void advance(JpaPid pid, MessageSource source) {
        @Nullable EntityManager entityManager = EntityManagerFactoryUtils.getTransactionalEntityManager(entityManagers);
        if (entityManager == null) {
            throw new IllegalStateException("no entity manager is bound to the transaction that writes " + pid);
        }
        ResourceTable resource = entityManager.find(ResourceTable.class, pid);
        if (resource.isUnchangedInCurrentOperation()) {
            @Nullable ResourceHistoryTable current = resource.getCurrentVersionEntity();
            if (current == null) {
                current = versions.findForIdAndVersion(pid.toFk(), resource.getVersion());
            }
            current.setSourceUri(source.uri());
        }
    }
}
