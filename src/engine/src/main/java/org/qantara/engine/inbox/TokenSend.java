package org.qantara.engine.inbox;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.qantara.engine.broker.Broker;
import org.qantara.engine.broker.BrokerLink;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.broker.Topology;
import org.qantara.engine.message.StoredMessage;

/** Puts a message into its lane and its tokens into theirs, in one broker transaction: all of them or none. */
final class TokenSend {
    private TokenSend() {}

    static void send(BrokerLink link, StoredMessage message) throws BrokerUnavailable {
        try (ClientSession session = link.transactedSession();
                ClientProducer producer = session.createProducer()) {
            producer.send(
                    Topology.laneAddress(message.lane(), message.bulk()),
                    MessageWire.write(session.createMessage(true), message));
            for (int lane : message.meets()) {
                producer.send(
                        Topology.laneAddress(lane, message.bulk()),
                        MessageWire.write(session.createMessage(true), message.tokenIn(lane)));
            }
            session.commit();
        } catch (ActiveMQException e) {
            throw Broker.unavailable("a message for several patients could not be stored", e);
        }
    }
}
