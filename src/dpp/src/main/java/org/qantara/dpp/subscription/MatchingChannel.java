package org.qantara.dpp.subscription;

import ca.uhn.fhir.broker.api.IChannelConsumer;
import ca.uhn.fhir.broker.api.IChannelProducer;
import ca.uhn.fhir.broker.api.IMessageListener;
import ca.uhn.fhir.broker.api.ISendResult;
import ca.uhn.fhir.jpa.subscription.model.ResourceModifiedJsonMessage;
import ca.uhn.fhir.jpa.subscription.model.ResourceModifiedMessage;
import ca.uhn.fhir.rest.server.messaging.IMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.MessageDeliveryException;

/**
 * Matches a written resource with the Subscriptions in the thread and the transaction that takes the note of the writing from its table.
 *
 * <p>HAPI notes each writing in the transaction that writes, and a pass of its own hands the notes over. Because matching is part of that pass's transaction,
 * the note is gone exactly when the notifications are queued. A matching that fails is repeated at the next pass; after
 * {@value #ATTEMPTS_MAX} times that one writing is given up, so that it does not hold all others.
 */
final class MatchingChannel
        implements IChannelConsumer<ResourceModifiedMessage>, IChannelProducer<ResourceModifiedMessage> {

    static final int ATTEMPTS_MAX = 5;

    private static final Logger LOG = LoggerFactory.getLogger(MatchingChannel.class);

    private final String name;
    private @Nullable IMessageListener<ResourceModifiedMessage> listener;
    private String failing = "";
    private int failures;
    private volatile boolean closed;

    MatchingChannel(String name) {
        this.name = name;
    }

    synchronized MatchingChannel to(IMessageListener<ResourceModifiedMessage> matcher) {
        listener = matcher;
        return this;
    }

    @Override
    public synchronized ISendResult send(IMessage<ResourceModifiedMessage> message) {
        if (listener == null || closed) {
            throw new MessageDeliveryException("Subscriptions are not matched at this moment");
        }
        String resource =
                message.getPayload().getPayloadId() + "/" + message.getPayload().getPayloadVersion();
        if (resource.equals(failing) && failures >= ATTEMPTS_MAX) {
            LOG.error("a written resource could not be matched {} times: no Subscription hears of it", failures);
            failing = "";
            return () -> true;
        }
        try {
            listener.handleMessage(message);
            return () -> true;
        } catch (RuntimeException e) {
            failures = resource.equals(failing) ? failures + 1 : 1;
            failing = resource;
            LOG.warn(
                    "matching a written resource failed ({}), it is repeated",
                    e.getClass().getSimpleName());
            throw new MessageDeliveryException(
                    "matching failed: " + e.getClass().getSimpleName());
        }
    }

    @Override
    public String getChannelName() {
        return name;
    }

    @Override
    public void start() {
        // it runs in its callers' threads
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public Class<? extends IMessage<ResourceModifiedMessage>> getMessageType() {
        return ResourceModifiedJsonMessage.class;
    }

    @Override
    public synchronized IMessageListener<ResourceModifiedMessage> getMessageListener() {
        if (listener == null) {
            throw new IllegalStateException("nobody listens to " + name);
        }
        return listener;
    }
}
