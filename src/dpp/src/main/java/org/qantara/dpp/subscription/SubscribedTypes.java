package org.qantara.dpp.subscription;

import ca.uhn.fhir.jpa.subscription.match.matcher.subscriber.SubscriptionCriteriaParser.SubscriptionCriteria;
import ca.uhn.fhir.jpa.subscription.match.matcher.subscriber.SubscriptionCriteriaParser.TypeEnum;
import ca.uhn.fhir.jpa.subscription.match.registry.ActiveSubscription;
import ca.uhn.fhir.jpa.subscription.match.registry.SubscriptionRegistry;
import ca.uhn.fhir.jpa.subscription.submit.interceptor.SubscriptionMatcherInterceptor;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.messaging.BaseResourceMessage.OperationTypeEnum;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Notes a written resource for matching only when some active Subscription is about its type.
 *
 * <p>HAPI encodes and notes every one, which costs an ingest a row written, read and deleted for each resource. Thread-safe.
 */
final class SubscribedTypes extends SubscriptionMatcherInterceptor {

    private static final String SUBSCRIPTION = "Subscription";

    private final Supplier<SubscriptionRegistry> subscriptions;

    SubscribedTypes(Supplier<SubscriptionRegistry> subscriptions) {
        this.subscriptions = subscriptions;
    }

    @Override
    protected void processResourceModifiedEvent(
            IBaseResource resource, OperationTypeEnum operation, RequestDetails request) {
        String type = resource.fhirType();
        // a Subscription itself is noted, so that it is activated or forgotten
        if (type.equals(SUBSCRIPTION)
                || subscriptions.get().getAllNonTopicSubscriptions().stream()
                        .anyMatch(active -> isAbout(active, type))) {
            super.processResourceModifiedEvent(resource, operation, request);
        }
    }

    private static boolean isAbout(ActiveSubscription subscription, String type) {
        @Nullable SubscriptionCriteria criteria = subscription.getCriteria();
        return criteria != null
                && (criteria.getType() == TypeEnum.STARTYPE_EXPRESSION
                        || criteria.getApplicableResourceTypes().contains(type));
    }
}
