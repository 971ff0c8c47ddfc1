package org.qantara.engine.inbox;

import java.util.HashSet;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.qantara.engine.broker.Broker;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.broker.Topology;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.StoredMessage;

/** Looks into the queues without taking anything: which numbers lie there. Costs a pass over everything queued. */
public final class QueueBrowse {
    private final Broker broker;

    /** Of the given broker. */
    public QueueBrowse(Broker broker) {
        this.broker = broker;
    }

    /** What is done with each message on the way. */
    public interface Visitor {
        void visit(StoredMessage message);
    }

    /** The numbers in all lanes of a destination and among the refused. */
    public Set<Long> numbers(String destination, Visitor visitor) throws BrokerUnavailable {
        Set<Long> numbers = new HashSet<>();
        try (ClientSession session = broker.link().session()) {
            session.start();
            browse(session, Topology.REFUSED, numbers, visitor);
            for (int lane = 0; lane < Topology.LANES; lane++) {
                browse(session, Topology.laneQueue(lane, false, destination), numbers, visitor);
                browse(session, Topology.laneQueue(lane, true, destination), numbers, visitor);
            }
            return numbers;
        } catch (ActiveMQException e) {
            throw Broker.unavailable("the queues cannot be looked into", e);
        }
    }

    private static void browse(ClientSession session, String queue, Set<Long> numbers, Visitor visitor)
            throws ActiveMQException {
        if (session.queueQuery(SimpleString.of(queue)).getMessageCount() == 0) {
            return;
        }
        try (ClientConsumer browser = session.createConsumer(queue, true)) {
            for (ClientMessage next = browser.receiveImmediate(); next != null; next = browser.receiveImmediate()) {
                StoredMessage message = MessageWire.read(next);
                if (message.kind() == Kind.MESSAGE) {
                    numbers.add(message.intake());
                }
                visitor.visit(message);
            }
        }
    }
}
