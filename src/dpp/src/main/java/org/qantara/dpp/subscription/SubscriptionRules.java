package org.qantara.dpp.subscription;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.subscription.model.CanonicalSubscription;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.subscription.SubscriptionConstants;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;

/**
 * Which Subscriptions are stored, and a last look at the address before something is sent: 422 with the reason instead of a Subscription that never says
 * anything. One that is off or in error may always be stored, so that it can be switched off. Thread-safe.
 */
@Interceptor(order = -200)
public final class SubscriptionRules {

    /** Each active one has a thread of its own, so that a slow receiver holds no other. */
    static final int ACTIVE_MAX = 100;

    private static final Set<SubscriptionStatus> SILENT = Set.of(SubscriptionStatus.OFF, SubscriptionStatus.ERROR);

    private final HookEndpoints endpoints;
    private final IntSupplier active;

    /** @param active how many are active */
    public SubscriptionRules(HookEndpoints endpoints, IntSupplier active) {
        this.endpoints = endpoints;
        this.active = active;
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
    public void onCreate(IBaseResource resource) {
        if (resource instanceof Subscription subscription && !SILENT.contains(subscription.getStatus())) {
            check(subscription);
            if (active.getAsInt() >= ACTIVE_MAX) {
                throw new UnprocessableEntityException("this server has " + ACTIVE_MAX
                        + " active Subscriptions, which is its limit: delete one that nobody needs");
            }
        }
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
    public void onUpdate(IBaseResource stored, IBaseResource incoming) {
        if (incoming instanceof Subscription subscription && !SILENT.contains(subscription.getStatus())) {
            check(subscription);
        }
    }

    /** The list of hosts may have become shorter since; what is not sent waits. */
    @Hook(Pointcut.SUBSCRIPTION_BEFORE_REST_HOOK_DELIVERY)
    public void beforeSending(CanonicalSubscription subscription) {
        Optional<String> refusal = endpoints.refusal(subscription.getEndpointUrl());
        if (refusal.isPresent()) {
            throw new NotAllowed("the endpoint " + refusal.get());
        }
    }

    private void check(Subscription subscription) {
        if (!endpoints.any()) {
            throw new UnprocessableEntityException(
                    "Subscriptions are switched off on this server: its operator names the hosts that may be notified (QANTARA_DPP_HOOKS)");
        }
        if (subscription.getMeta().hasProfile(SubscriptionConstants.SUBSCRIPTION_TOPIC_PROFILE_URL)) {
            throw new UnprocessableEntityException(
                    "topic-based Subscriptions are not offered, a Subscription says by its criteria what it is about");
        }
        if (subscription.getChannel().getType() != SubscriptionChannelType.RESTHOOK) {
            throw new UnprocessableEntityException(
                    "Subscription.channel.type must be rest-hook, others are not offered");
        }
        endpoints.refusal(subscription.getChannel().getEndpoint()).ifPresent(why -> {
            throw new UnprocessableEntityException("Subscription.channel.endpoint " + why);
        });
    }

    /** A stored Subscription whose host is not allowed any more. */
    static final class NotAllowed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotAllowed(String message) {
            super(message);
        }
    }
}
