package org.qantara.engine.inbox;

import java.time.Instant;
import java.util.function.LongSupplier;
import org.apache.activemq.artemis.api.core.ActiveMQDuplicateIdException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.qantara.engine.broker.Broker;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.broker.Topology;

/**
 * Reserves blocks of intake numbers in the broker, which all engine nodes share: one transaction takes the counter message and
 * puts back the next one with a record of the block. A crash leaves the old counter or the new one, never none. A block begins at
 * the greatest of the counter, the milliseconds since 2026-01-01 and a floor, so an empty or restored journal cannot restart
 * numbers.
 */
final class BlockReserve {
    /** Numbers in a block: small enough that the void rest of a crash is nothing, large enough that reserving is rare. */
    static final int BLOCK_SIZE = 10_000;

    private static final long EPOCH_MS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final String NEXT = "next";
    private static final int WAIT_FOR_OTHER_NODE_MS = 2_000;

    private final Broker broker;
    private final String node;
    private final LongSupplier floor;

    /** @param floor a number that every new block must be above: the ledger's greatest, or 0 while it is not known */
    BlockReserve(Broker broker, String node, LongSupplier floor) {
        this.broker = broker;
        this.node = node;
        this.floor = floor;
    }

    IntakeBlock reserve() throws BrokerUnavailable {
        try (ClientSession session = broker.link().transactedSession()) {
            session.start();
            ClientConsumer counters = session.createConsumer(Topology.INTAKE_COUNTER);
            ClientMessage counter = counters.receiveImmediate();
            boolean first = counter == null
                    && session.queueQuery(SimpleString.of(Topology.INTAKE_COUNTER))
                                    .getMessageCount()
                            == 0;
            if (counter == null && !first) {
                counter = counters.receive(WAIT_FOR_OTHER_NODE_MS);
                if (counter == null) {
                    throw new BrokerUnavailable("another node holds the counter of intake numbers");
                }
            }
            long from = base(counter == null ? 0 : counter.getLongProperty(NEXT));
            IntakeBlock block = new IntakeBlock(from, from + BLOCK_SIZE - 1, node, System.currentTimeMillis());
            if (counter != null) {
                counter.acknowledge();
            }
            send(session, block, first);
            session.commit();
            return block;
        } catch (ActiveMQDuplicateIdException e) {
            throw new BrokerUnavailable("another node has just begun the counter of intake numbers", e);
        } catch (ActiveMQException e) {
            throw Broker.unavailable("no block of intake numbers could be reserved", e);
        }
    }

    private long base(long next) {
        return Math.max(Math.max(next, floor.getAsLong() + 1), System.currentTimeMillis() - EPOCH_MS);
    }

    private static void send(ClientSession session, IntakeBlock block, boolean first) throws ActiveMQException {
        try (ClientProducer producer = session.createProducer()) {
            ClientMessage counter = session.createMessage(true).putLongProperty(NEXT, block.to() + 1);
            if (first) {
                // two nodes that begin at the same moment must not both make a counter
                counter.putStringProperty(Message.HDR_DUPLICATE_DETECTION_ID, SimpleString.of("first-counter"));
            }
            producer.send(Topology.INTAKE_COUNTER, counter);
            producer.send(Topology.BLOCKS, BlockWire.write(session.createMessage(true), block));
        }
    }
}
