package org.qantara.dpp.ownership;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.visit.VisitHistory;

/**
 * Applies {@code owns}, {@code ifNoneMatch: "*"} and the order of intake numbers to every update, in the database transaction that writes it.
 *
 * <p>HAPI hands over the stored and the incoming resource before it stores an update. This interceptor changes the incoming one in place: filled
 * from the stored one (merge), or made equal to it (kept, superseded), which HAPI recognises as no change and writes nothing for. Two
 * transactions that merge the same resource at once meet in HAPI's version check: the later one is rolled back, gets its resources back as they
 * came and is repeated on what the first one wrote, or answers 409. Thread-safe; state lives on the request's resources.
 */
@Interceptor(order = -100)
public final class OwnershipInterceptor {

    private static final String OWNERSHIP = Ownership.class.getName();
    private static final String OUTCOME = WriteOutcome.class.getName();
    private static final String BUNDLE = OwnershipInterceptor.class.getName() + ".bundle";

    private final FhirContext fhir;
    private final ResourceMerge merge;
    private final IntakeAdvance advance;

    public OwnershipInterceptor(FhirContext fhir, IntakeAdvance advance) {
        this.fhir = fhir;
        this.merge = new ResourceMerge(fhir);
        this.advance = advance;
    }

    /** A PUT outside a Bundle: the header says what {@code ifNoneMatch} says inside one. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
    public void readHeader(RequestDetails request, RestOperationTypeEnum operation) {
        @Nullable IBaseResource resource = request.getResource();
        if (operation == RestOperationTypeEnum.UPDATE
                && resource instanceof Resource incoming
                && "*".equals(request.getHeader(Constants.HEADER_IF_NONE_MATCH))) {
            incoming.setUserData(OWNERSHIP, Ownership.ABSENT_ONLY);
        }
    }

    @Hook(Pointcut.STORAGE_TRANSACTION_PROCESSING)
    public void readEntries(RequestDetails request, IBaseBundle received) {
        List<BundleEntryComponent> entries = ((Bundle) received).getEntry();
        for (int index = 0; index < entries.size(); index++) {
            BundleEntryComponent entry = entries.get(index);
            Ownership ownership = Ownership.of(fhir, entry, index);
            if (entry.getResource() != null) {
                entry.getResource().setUserData(OWNERSHIP, ownership);
            }
        }
        request.getUserData().put(BUNDLE, received);
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
    public void decide(IBaseResource storedResource, IBaseResource incomingResource, TransactionDetails transaction) {
        Resource stored = (Resource) storedResource;
        Resource incoming = (Resource) incomingResource;
        if (stored == null || stored.isDeleted()) {
            return;
        }
        Ownership ownership = incoming.getUserData(OWNERSHIP) instanceof Ownership said ? said : Ownership.PLAIN;
        Optional<MessageSource> older = MessageSource.parse(stored.getMeta().getSource());
        Optional<MessageSource> newer = MessageSource.parse(incoming.getMeta().getSource());
        if (ownership.mode() == Ownership.Mode.ABSENT_ONLY) {
            throw new PreconditionFailedException(
                    incoming.fhirType() + " exists and the request says If-None-Match: *, nothing was written");
        }
        if (newer.isPresent() && older.isPresent() && newer.get().olderThan(older.get())) {
            leave(incoming, stored, WriteOutcome.SUPERSEDED, transaction);
        } else if (ownership.mode() == Ownership.Mode.CREATE) {
            leave(incoming, stored, WriteOutcome.KEPT, transaction);
        } else {
            if (ownership.mode() == Ownership.Mode.MERGE) {
                restoreOnRollback(incoming, transaction);
                Set<String> empty = incoming instanceof Encounter visit && newer.isPresent()
                        ? VisitHistory.carryOver((Encounter) stored, visit, ownership.removed())
                        : ownership.removed();
                merge.fill(incoming, stored, empty, ownership.fills());
            }
            newer.ifPresent(source -> advance.whenUnchanged(stored, source));
        }
    }

    /** Tells the sender which entries wrote nothing, in the place that the contract names. */
    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    public void answer(RequestDetails request, IBaseResource response) {
        if (response instanceof Bundle answered && request.getUserData().get(BUNDLE) instanceof Bundle received) {
            int entries =
                    Math.min(received.getEntry().size(), answered.getEntry().size());
            for (int index = 0; index < entries; index++) {
                @Nullable Resource written = received.getEntry().get(index).getResource();
                if (written != null && written.getUserData(OUTCOME) instanceof WriteOutcome outcome) {
                    answered.getEntry().get(index).getResponse().setOutcome(outcome.operationOutcome());
                }
            }
        }
    }

    private void leave(Resource incoming, Resource stored, WriteOutcome outcome, TransactionDetails transaction) {
        restoreOnRollback(incoming, transaction);
        incoming.setUserData(OUTCOME, outcome);
        merge.become(incoming, stored);
    }

    /** A repeated transaction must decide again on what was sent, not on what the first attempt made of it. */
    private void restoreOnRollback(Resource incoming, TransactionDetails transaction) {
        Resource sent = incoming.copy();
        transaction.addRollbackUndoAction(() -> {
            incoming.setUserData(OUTCOME, null);
            merge.become(incoming, sent);
        });
    }
}
