package org.qantara.engine.lane;

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
 * The broker's side of one lane: its head, read but not acknowledged. Used by one thread at a time. When the connection changes,
 * the head is forgotten and comes again from the broker.
 */
final class BrokerLaneQueue implements LaneQueue {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerLaneQueue.class);

    private final Broker broker;
    private final String queue;
    private @Nullable BrokerLink link;
    private @Nullable ClientSession session;
    private @Nullable ClientConsumer consumer;
    private @Nullable ClientMessage head;
    private @Nullable StoredMessage headMessage;

    BrokerLaneQueue(Broker broker, String queue) {
        this.broker = broker;
        this.queue = queue;
    }

    @Override
    public @Nullable StoredMessage head() throws BrokerUnavailable {
        try {
            ClientConsumer in = consumer();
            while (headMessage == null) {
                ClientMessage next = in.receiveImmediate();
                if (next == null) {
                    return null;
                }
                head = next;
                headMessage = readable(next);
            }
            return headMessage;
        } catch (ActiveMQException e) {
            close();
            throw Broker.unavailable("lane queue " + queue + " cannot be read", e);
        }
    }

    @Override
    public void forgetHead() throws BrokerUnavailable {
        ClientMessage settled = head;
        head = null;
        headMessage = null;
        if (settled == null) {
            return;
        }
        try {
            settled.acknowledge();
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
            message.acknowledge();
            head = null;
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
        // window 0: nothing but the head leaves the queue, so that everything else can be seen by who looks into it
        consumer = fresh.createConsumer(SimpleString.of(queue), null, 0, -1, false);
        fresh.start();
        link = current;
        return consumer;
    }

    @Override
    public void close() {
        head = null;
        headMessage = null;
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
