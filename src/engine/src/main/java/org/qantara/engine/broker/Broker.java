package org.qantara.engine.broker;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.EngineStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to the broker, kept alive: a supervisor looks every second, starts an embedded broker that stopped (an I/O
 * error stops it) and connects anew. Users ask for {@link #link()} each time and rebuild their sessions when its generation
 * changed. Thread-safe.
 */
public final class Broker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final long LOOK_EVERY_MS = 1_000;

    private final BrokerSettings settings;
    private final Topology topology;
    private final ScheduledExecutorService supervisor =
            Executors.newSingleThreadScheduledExecutor(run -> daemon(run, "qantara-broker-supervisor"));

    private volatile @Nullable BrokerLink link;
    private volatile @Nullable EmbeddedBroker embedded;
    private @Nullable ServerLocator locator;
    private long generation;
    private volatile boolean closed;
    private volatile long restarts;

    private Broker(BrokerSettings settings, Topology topology) {
        this.settings = settings;
        this.topology = topology;
    }

    /**
     * Connects, and keeps trying in the background when that fails at first.
     *
     * @throws BrokerUnavailable when the embedded broker cannot start at all: its folder is locked or not writable
     */
    public static Broker start(BrokerSettings settings, Topology topology) throws BrokerUnavailable {
        Broker broker = new Broker(settings, topology);
        try {
            broker.connect();
        } catch (BrokerUnavailable e) {
            if (settings.url() == null) {
                broker.close();
                throw e;
            }
            LOG.warn("broker not reachable at start, trying again every second: {}", e.getMessage());
        }
        broker.supervisor.scheduleWithFixedDelay(
                broker::lookAfter, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
        return broker;
    }

    /** The current connection. */
    public BrokerLink link() throws BrokerUnavailable {
        BrokerLink current = link;
        if (current == null || !current.isUp()) {
            throw new BrokerUnavailable("the broker is not connected; the supervisor is trying again");
        }
        return current;
    }

    /** Makes the lanes of initial loads, which most sites never need. Repeating it changes nothing. */
    public synchronized void declareBulkLanes() throws BrokerUnavailable {
        ServerLocator current = locator;
        if (current == null) {
            throw new BrokerUnavailable("the broker is not connected; the supervisor is trying again");
        }
        try {
            topology.declareLanes(current, true);
        } catch (Exception e) {
            throw new BrokerUnavailable("the lanes of bulk loads could not be made: " + e.getMessage(), e);
        }
    }

    /** Whether the connection stands. */
    public boolean isUp() {
        BrokerLink current = link;
        EmbeddedBroker own = embedded;
        return current != null && current.isUp() && (own == null || own.isActive());
    }

    /** Grows by one with every connection; 0 while there is none. */
    public long generation() {
        BrokerLink current = link;
        return current == null ? 0 : current.generation();
    }

    /** What the embedded broker holds, null when the broker is elsewhere or not up. */
    public EngineStatus.@Nullable Journal journal() {
        EmbeddedBroker own = embedded;
        return own == null ? null : own.journal();
    }

    /** How often the supervisor had to connect anew. */
    public long restarts() {
        return restarts;
    }

    private void lookAfter() {
        if (closed || isUp()) {
            return;
        }
        LOG.error("broker connection lost; reconnecting");
        try {
            disconnect();
            connect();
            restarts++;
            LOG.warn("broker connected again, generation {}", generation);
        } catch (BrokerUnavailable | RuntimeException e) {
            LOG.warn("broker still not available: {}", e.getMessage());
        }
    }

    private synchronized void connect() throws BrokerUnavailable {
        if (closed) {
            throw new BrokerUnavailable("the broker connection was closed");
        }
        try {
            String url = settings.url();
            if (url == null) {
                FirstStart.prepare(settings, topology, this::locator);
                embedded = new EmbeddedBroker(settings);
                embedded.start();
                url = embedded.url();
            }
            locator = locator(url);
            ClientSessionFactory factory = locator.createSessionFactory();
            topology.declare(locator);
            link = new BrokerLink(++generation, locator, factory);
        } catch (Exception e) {
            disconnect();
            throw new BrokerUnavailable("the broker could not be started or reached: " + e.getMessage(), e);
        }
    }

    private ServerLocator locator(String url) throws Exception {
        return ActiveMQClient.createServerLocator(url)
                .setReconnectAttempts(0)
                .setInitialConnectAttempts(1)
                .setCallTimeout(settings.callTimeoutMs())
                .setConfirmationWindowSize(1 << 20)
                .setProducerWindowSize(-1)
                .setConsumerWindowSize(64 << 10)
                .setBlockOnDurableSend(true)
                .setBlockOnAcknowledge(false)
                .setAckBatchSize(0)
                .setUseGlobalPools(false)
                .setThreadPoolMaxSize(16)
                .setScheduledThreadPoolMaxSize(2);
    }

    private synchronized void disconnect() {
        BrokerLink old = link;
        link = null;
        if (old != null) {
            old.close();
        }
        if (locator != null) {
            locator.close();
            locator = null;
        }
        if (embedded != null) {
            try {
                embedded.close();
            } catch (Exception e) {
                LOG.warn("the embedded broker did not stop cleanly: {}", e.getMessage());
            }
            embedded = null;
        }
    }

    @Override
    public void close() {
        closed = true;
        supervisor.shutdownNow();
        disconnect();
    }

    static Thread daemon(Runnable run, String name) {
        Thread thread = new Thread(run, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Wraps what a client call threw. */
    public static BrokerUnavailable unavailable(String what, ActiveMQException e) {
        return new BrokerUnavailable(what + ": " + e.getType() + " " + e.getMessage(), e);
    }
}
