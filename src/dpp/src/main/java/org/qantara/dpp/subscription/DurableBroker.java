package org.qantara.dpp.subscription;

import ca.uhn.fhir.broker.api.ChannelConsumerSettings;
import ca.uhn.fhir.broker.api.ChannelProducerSettings;
import ca.uhn.fhir.broker.api.IBrokerClient;
import ca.uhn.fhir.broker.api.IChannelConsumer;
import ca.uhn.fhir.broker.api.IChannelNamer;
import ca.uhn.fhir.broker.api.IChannelProducer;
import ca.uhn.fhir.broker.api.IMessageListener;
import ca.uhn.fhir.broker.api.ISendResult;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.subscription.model.ResourceDeliveryJsonMessage;
import ca.uhn.fhir.jpa.subscription.model.ResourceDeliveryMessage;
import ca.uhn.fhir.jpa.subscription.model.ResourceModifiedJsonMessage;
import ca.uhn.fhir.jpa.subscription.model.ResourceModifiedMessage;
import ca.uhn.fhir.rest.server.messaging.IMessage;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * HAPI's channels of Subscriptions on the database; every other channel stays with the broker that HAPI brings, whose queues are in memory and whose
 * jobs keep their state themselves. Thread-safe.
 */
final class DurableBroker implements IBrokerClient {

    private final IBrokerClient others;
    private final FhirContext fhir;
    private final HookQueue queue;
    private final NotifiedVersion versions;
    private final Map<String, MatchingChannel> matching = new ConcurrentHashMap<>();

    DurableBroker(IBrokerClient others, FhirContext fhir, HookQueue queue, NotifiedVersion versions) {
        this.others = others;
        this.fhir = fhir;
        this.queue = queue;
        this.versions = versions;
    }

    @Override
    @SuppressWarnings("unchecked") // the message type says what T is
    public <T> IChannelConsumer<T> getOrCreateConsumer(
            String name,
            Class<? extends IMessage<T>> messageType,
            IMessageListener<T> listener,
            ChannelConsumerSettings settings) {
        Class<?> type = messageType;
        if (type == ResourceModifiedJsonMessage.class) {
            return (IChannelConsumer<T>) matching(name).to((IMessageListener<ResourceModifiedMessage>) listener);
        }
        if (type == ResourceDeliveryJsonMessage.class) {
            HookChannel channel =
                    new HookChannel(name, queue, versions, (IMessageListener<ResourceDeliveryMessage>) listener);
            channel.start();
            return (IChannelConsumer<T>) channel;
        }
        return others.getOrCreateConsumer(name, messageType, listener, settings);
    }

    @Override
    @SuppressWarnings("unchecked") // the message type says what T is
    public <T> IChannelProducer<T> getOrCreateProducer(
            String name, Class<? extends IMessage<T>> messageType, ChannelProducerSettings settings) {
        Class<?> type = messageType;
        if (type == ResourceModifiedJsonMessage.class) {
            return (IChannelProducer<T>) matching(name);
        }
        if (type == ResourceDeliveryJsonMessage.class) {
            return (IChannelProducer<T>) new ToQueue(name);
        }
        return others.getOrCreateProducer(name, messageType, settings);
    }

    @Override
    public IChannelNamer getChannelNamer() {
        return others.getChannelNamer();
    }

    private MatchingChannel matching(String name) {
        return matching.computeIfAbsent(name, MatchingChannel::new);
    }

    /** Puts a matched version into the queue, in the transaction of the matching. */
    private final class ToQueue implements IChannelProducer<ResourceDeliveryMessage> {

        private final String name;

        private ToQueue(String name) {
            this.name = name;
        }

        @Override
        public String getChannelName() {
            return name;
        }

        @Override
        public ISendResult send(IMessage<ResourceDeliveryMessage> message) {
            ResourceDeliveryMessage matched = message.getPayload();
            queue.add(
                    name,
                    Objects.requireNonNull(matched.getSubscription().getIdPart(), "a Subscription has an id"),
                    version(matched),
                    matched.getOperationType().name(),
                    System.currentTimeMillis());
            return () -> true;
        }

        /** The message of a creation or change carries the version in its body only. */
        private String version(ResourceDeliveryMessage matched) {
            IBaseResource resource = matched.getPayload(fhir);
            return (resource == null ? matched.getPayloadId(fhir) : resource.getIdElement())
                    .toUnqualified()
                    .getValue();
        }
    }
}
