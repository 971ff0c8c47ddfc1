package org.qantara.engine.inbox;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.broker.Broker;
import org.qantara.engine.broker.BrokerLink;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.message.StoredMessage;

/**
 * One session that sends and does not wait: the broker confirms each message when its journal is on disk, many with one fsync.
 * Messages of one sender keep their order. Thread-safe. When the connection breaks, what was under way fails and the next send
 * opens a session on the new connection.
 */
final class Sender implements AutoCloseable {
    private final Broker broker;
    private final long confirmTimeoutMs;
    private final Map<Long, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
    private @Nullable BrokerLink link;
    private @Nullable ClientSession session;
    private @Nullable ClientProducer producer;

    Sender(Broker broker, long confirmTimeoutMs) {
        this.broker = broker;
        this.confirmTimeoutMs = confirmTimeoutMs;
    }

    /**
     * Issues the send and returns at once. The future completes on a broker thread: normally when the message is durable,
     * exceptionally when it is not or when nobody can tell within the confirmation time.
     */
    synchronized CompletableFuture<Void> send(String address, StoredMessage message) throws BrokerUnavailable {
        CompletableFuture<Void> confirmed = new CompletableFuture<>();
        try {
            ClientProducer out = producer();
            ClientMessage wire = MessageWire.write(createMessage(), message);
            underWay.put(message.intake(), confirmed);
            confirmed.whenComplete((done, failure) -> underWay.remove(message.intake()));
            out.send(SimpleString.of(address), wire, new Confirmation(confirmed));
        } catch (ActiveMQException e) {
            confirmed.completeExceptionally(e);
            drop();
            throw Broker.unavailable("the message could not be sent to the broker", e);
        }
        return confirmed.orTimeout(confirmTimeoutMs, TimeUnit.MILLISECONDS);
    }

    private ClientMessage createMessage() {
        ClientSession current = session;
        if (current == null) {
            throw new IllegalStateException("no session");
        }
        return current.createMessage(true);
    }

    private ClientProducer producer() throws BrokerUnavailable, ActiveMQException {
        BrokerLink current = broker.link();
        ClientProducer present = producer;
        if (present != null && current == link && !present.isClosed()) {
            return present;
        }
        drop();
        ClientSession fresh = current.sessionOnOwnConnection();
        fresh.addFailureListener(new LostConnection(underWay));
        session = fresh;
        producer = fresh.createProducer();
        link = current;
        return producer;
    }

    private void drop() {
        if (session != null) {
            try {
                session.close();
            } catch (ActiveMQException e) {
                // the session is gone already: what it had under way is failed below
            }
        }
        session = null;
        producer = null;
        LostConnection.fail(underWay, "the connection to the broker was given up");
    }

    @Override
    public synchronized void close() {
        drop();
    }

    private record Confirmation(CompletableFuture<Void> confirmed) implements SendAcknowledgementHandler {
        @Override
        public void sendAcknowledged(Message message) {
            confirmed.complete(null);
        }

        @Override
        public void sendFailed(Message message, Exception e) {
            confirmed.completeExceptionally(e);
        }
    }
}
