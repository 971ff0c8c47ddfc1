package org.qantara.engine.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.broker.Broker;
import org.qantara.engine.broker.BrokerLink;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.broker.Topology;
import org.qantara.engine.inbox.MessageWire;
import org.qantara.engine.message.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's side of one lane: its head and what was read ahead, not acknowledged. Used by one thread at a time. When the connection changes,
 * the head is forgotten and comes again from the broker.
 */
final class BrokerLaneQueue implements LaneQueue {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerLaneQueue.class);

    private final Broker broker;
    private final String queue;
    private @Nullable BrokerLink link;
    private @Nullable ClientSession session;
    private @Nullable ClientConsumer consumer;
    /** Read and not acknowledged, the head first. */
    private final Deque<Held> held = new ArrayDeque<>();

    private record Held(ClientMessage raw, StoredMessage message) {}

    BrokerLaneQueue(Broker broker, String queue) {
        this.broker = broker;
        this.queue = queue;
    }

    @Override
    public @Nullable StoredMessage head() throws BrokerUnavailable {
        try {
            ClientConsumer in = consumer();
            return !held.isEmpty() || read(in) ? held.getFirst().message() : null;
        } catch (ActiveMQException e) {
            close();
            throw Broker.unavailable("lane queue " + queue + " cannot be read", e);
        }
    }

    @Override
    public List<StoredMessage> ahead(int max, Predicate<StoredMessage> fits) throws BrokerUnavailable {
        try {
            ClientConsumer in = consumer();
            while (held.size() < max
                    && (held.isEmpty() || fits.test(held.getLast().message()))
                    && read(in)) {
                // until one does not fit, which stays behind the others
            }
            List<StoredMessage> together = new ArrayList<>();
            for (Held one : held) {
                if (!together.isEmpty() && !fits.test(one.message())) {
                    break;
                }
                together.add(one.message());
            }
            return together;
        } catch (ActiveMQException e) {
            close();
            throw Broker.unavailable("lane queue " + queue + " cannot be read", e);
        }
    }

    @Override
    public void giveBack() {
        if (held.size() > 1) {
            close(); // a session that ends puts back what it did not acknowledge, in its order
        }
    }

    /** Reads one more behind what is held; false when there is none. */
    private boolean read(ClientConsumer in) throws ActiveMQException {
        for (ClientMessage next = in.receiveImmediate(); next != null; next = in.receiveImmediate()) {
            StoredMessage message = readable(next);
            if (message != null) {
                held.addLast(new Held(next, message));
                return true;
            }
        }
        return false;
    }

    @Override
    public void forgetHead() throws BrokerUnavailable {
        Held settled = held.pollFirst();
        if (settled == null) {
            return;
        }
        try {
            settled.raw().acknowledge(); // and with it what came before it, which is settled too
        } catch (ActiveMQException e) {
            close();
            throw Broker.unavailable("lane queue " + queue + " took no acknowledgement", e);
        }
    }

    /** What cannot be read at all is laid aside for a person, so that it stops nobody. */
    private @Nullable StoredMessage readable(ClientMessage message) throws ActiveMQException {
        try {
            return MessageWire.read(message);
        } catch (RuntimeException e) {
            LOG.error("unreadable message in {}, laid aside in {}: {}", queue, Topology.NEVER, e.toString());
            ClientSession current = session;
            if (current != null) {
                try (ClientProducer producer = current.createProducer()) {
                    producer.send(SimpleString.of(Topology.NEVER), message);
                }
            }
            message.individualAcknowledge(); // and none of those before it, which wait to be settled
            return null;
        }
    }

    private ClientConsumer consumer() throws BrokerUnavailable, ActiveMQException {
        BrokerLink current = broker.link();
        ClientConsumer present = consumer;
        if (present != null && link == current && !present.isClosed()) {
            return present;
        }
        close();
        ClientSession fresh = current.session();
        session = fresh;
        // window 0: nothing but what is worked on leaves the queue, so that everything else can be seen by who looks
        // into it
        consumer = fresh.createConsumer(SimpleString.of(queue), null, 0, -1, false);
        fresh.start();
        link = current;
        return consumer;
    }

    @Override
    public void close() {
        held.clear();
        consumer = null;
        link = null;
        if (session != null) {
            try {
                session.close();
            } catch (ActiveMQException e) {
                LOG.debug("lane session was gone already: {}", e.getMessage());
            }
            session = null;
        }
    }
}
