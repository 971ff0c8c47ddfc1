package org.qantara.dpp.ownership;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Resource;

/**
 * Takes entries with {@code owns create} out of a transaction when their resource is there, and answers them itself.
 *
 * <p>Nothing would be written for them, but HAPI would read the resource with its index rows to find that out; in results, whose patient,
 * visit, ward and doctors are known, that is a third of the entries. References to such a resource are checked by HAPI as any other. Between
 * the look-up and the transaction a resource can appear ({@link OwnershipInterceptor} then keeps it) or be deleted (HAPI then refuses the
 * reference to it, and the message meets the same answer as any that refers to something deleted).
 */
@Interceptor(order = 100)
public final class KeptCreates {

    private static final String RECEIVED = KeptCreates.class.getName() + ".received";
    private static final String DROPPED = KeptCreates.class.getName() + ".dropped";

    private final Predicate<Resource> exists;

    /** @param exists whether an entry's resource is stored and not deleted, as looked up for the whole Bundle before */
    public KeptCreates(Predicate<Resource> exists) {
        this.exists = exists;
    }

    @Hook(Pointcut.STORAGE_TRANSACTION_PROCESSING)
    public void drop(RequestDetails request, IBaseBundle received) {
        Bundle bundle = (Bundle) received;
        Set<BundleEntryComponent> dropped = new HashSet<>();
        for (BundleEntryComponent entry : bundle.getEntry()) {
            // a placeholder must stay: other entries refer by it
            boolean placeholder = entry.hasFullUrl() && entry.getFullUrl().startsWith("urn:");
            if (!placeholder && Ownership.isCreate(entry) && exists.test(entry.getResource())) {
                dropped.add(entry);
            }
        }
        if (dropped.isEmpty() || dropped.size() == bundle.getEntry().size()) {
            return;
        }
        request.getUserData().put(RECEIVED, List.copyOf(bundle.getEntry()));
        request.getUserData().put(DROPPED, dropped);
        bundle.getEntry().removeIf(dropped::contains);
    }

    /** Puts the answers of dropped entries where the request had them. Runs after ownership's, which counts without them. */
    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    public void answer(RequestDetails request, IBaseResource response) {
        if (!(response instanceof Bundle answered)
                || !(request.getUserData().get(RECEIVED) instanceof List<?> received)
                || !(request.getUserData().get(DROPPED) instanceof Set<?> dropped)) {
            return;
        }
        List<BundleEntryComponent> answers = new ArrayList<>(answered.getEntry());
        for (int index = 0; index < received.size(); index++) {
            if (dropped.contains(received.get(index))) {
                answers.add(Math.min(index, answers.size()), kept((BundleEntryComponent) received.get(index)));
            }
        }
        answered.setEntry(answers);
    }

    private static BundleEntryComponent kept(BundleEntryComponent received) {
        BundleEntryComponent answer = new BundleEntryComponent();
        answer.getResponse()
                .setStatus("200 OK")
                .setLocation(received.getRequest().getUrl())
                .setOutcome(WriteOutcome.KEPT.operationOutcome());
        return answer;
    }
}
