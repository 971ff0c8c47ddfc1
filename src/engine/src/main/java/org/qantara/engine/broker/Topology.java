package org.qantara.engine.broker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.jspecify.annotations.Nullable;

/**
 * The addresses and queues of the engine: one multicast address per lane and, on it, one durable exclusive queue per
 * destination. A message is stored once however many destinations it has. Declaring is idempotent.
 *
 * @param destinations names of the destinations, each gets a queue on every lane address
 */
public record Topology(List<String> destinations) {
    /** Lanes of the engine. Fixed for ever: another count would change the order of what is queued. */
    public static final int LANES = 256;

    private static final int DECLARING_CONNECTIONS = 16;

    /** Where the counter of intake numbers lives: one message. */
    public static final String INTAKE_COUNTER = "qantara.intake";

    /** Records of reserved blocks of numbers, on their way to the ledger. */
    public static final String BLOCKS = "qantara.blocks";

    /** Refused messages, on their way to the ledger. */
    public static final String REFUSED = "qantara.refused";

    /** Where the broker would put what it gives up; it never gives up, so anything here is a fault to look into. */
    public static final String NEVER = "qantara.never";

    /** The message property that names the one destination a message is for; absent: all of them. */
    public static final String ONLY = "destination";

    /** The address of a lane: live traffic, or bulk loads of the same patients. */
    public static String laneAddress(int lane, boolean bulk) {
        return String.format("qantara.%s.%03d", bulk ? "bulk" : "lane", lane);
    }

    /** The queue of a destination on a lane. */
    public static String laneQueue(int lane, boolean bulk, String destination) {
        return laneAddress(lane, bulk) + "." + destination;
    }

    void declare(ServerLocator locator) throws Exception {
        try (ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession(true, true)) {
            for (String queue : List.of(NEVER, INTAKE_COUNTER, BLOCKS, REFUSED)) {
                declare(session, queue, queue, RoutingType.ANYCAST);
            }
        }
        declareLanes(locator, false);
    }

    /** The lanes, on several connections side by side: each of hundreds of definitions is an fsync, and they share theirs. */
    void declareLanes(ServerLocator locator, boolean bulk) throws Exception {
        ExecutorService declaring = Executors.newFixedThreadPool(DECLARING_CONNECTIONS);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int part = 0; part < DECLARING_CONNECTIONS; part++) {
                int first = part;
                parts.add(declaring.submit(() -> {
                    declareEvery(locator, first, bulk);
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } finally {
            declaring.shutdown();
        }
    }

    private void declareEvery(ServerLocator locator, int first, boolean bulk) throws Exception {
        try (ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession(true, true)) {
            for (int lane = first; lane < LANES; lane += DECLARING_CONNECTIONS) {
                declareLane(session, lane, bulk);
            }
        }
    }

    private void declareLane(ClientSession session, int lane, boolean bulk) throws ActiveMQException {
        String address = laneAddress(lane, bulk);
        var known = session.addressQuery(SimpleString.of(address));
        if (!known.isExists()) {
            session.createAddress(SimpleString.of(address), RoutingType.MULTICAST, false);
        }
        Set<String> present = new HashSet<>();
        known.getQueueNames().forEach(name -> present.add(name.toString()));
        for (String destination : destinations) {
            String queue = laneQueue(lane, bulk, destination);
            if (!present.contains(queue)) {
                String filter = ONLY + " IS NULL OR " + ONLY + " = '" + destination + "'";
                create(session, address, queue, RoutingType.MULTICAST, filter);
            }
        }
    }

    private static void declare(ClientSession session, String address, String queue, RoutingType routing)
            throws ActiveMQException {
        if (!session.queueQuery(SimpleString.of(queue)).isExists()) {
            session.createAddress(SimpleString.of(address), routing, false);
            create(session, address, queue, routing, null);
        }
    }

    private static void create(
            ClientSession session, String address, String queue, RoutingType routing, @Nullable String filter)
            throws ActiveMQException {
        session.createQueue(QueueConfiguration.of(queue)
                .setAddress(address)
                .setFilterString(filter)
                .setRoutingType(routing)
                .setDurable(true)
                .setExclusive(true)
                .setAutoDelete(false));
    }
}
