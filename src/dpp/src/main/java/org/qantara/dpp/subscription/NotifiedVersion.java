package org.qantara.dpp.subscription;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.subscription.match.registry.ActiveSubscription;
import ca.uhn.fhir.jpa.subscription.match.registry.SubscriptionRegistry;
import ca.uhn.fhir.jpa.subscription.model.ResourceDeliveryMessage;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.messaging.BaseResourceMessage.OperationTypeEnum;
import java.util.Optional;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.subscription.HookQueue.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes HAPI's message of a row: the Subscription as it is now, the resource in the version that matched. Thread-safe. */
final class NotifiedVersion {

    private static final Logger LOG = LoggerFactory.getLogger(NotifiedVersion.class);

    private final FhirContext fhir;
    private final DaoRegistry daos;
    private final SubscriptionRegistry subscriptions;

    NotifiedVersion(FhirContext fhir, DaoRegistry daos, SubscriptionRegistry subscriptions) {
        this.fhir = fhir;
        this.daos = daos;
        this.subscriptions = subscriptions;
    }

    /** Empty when there is nothing to send any more: the version was erased. */
    Optional<ResourceDeliveryMessage> message(Waiting waiting) {
        @Nullable ActiveSubscription subscription = subscriptions.get(waiting.subscriptionId());
        if (subscription == null) {
            throw new IllegalStateException("the Subscription is not active");
        }
        IdType resource = new IdType(waiting.resource());
        OperationTypeEnum operation = OperationTypeEnum.valueOf(waiting.operation());
        ResourceDeliveryMessage message = new ResourceDeliveryMessage();
        message.setPartitionId(RequestPartitionId.allPartitions());
        message.setSubscription(subscription.getSubscription());
        message.setOperationType(operation);
        message.setPayloadId(resource);
        if (operation != OperationTypeEnum.DELETE) {
            try {
                message.setPayload(
                        fhir,
                        daos.getResourceDao(resource.getResourceType())
                                .read(resource, SystemRequestDetails.forAllPartitions(), true),
                        EncodingEnum.JSON);
            } catch (ResourceNotFoundException | ResourceGoneException e) {
                LOG.warn("Subscription/{}: a version was erased before it was notified", waiting.subscriptionId());
                return Optional.empty();
            }
        }
        return Optional.of(message);
    }
}
