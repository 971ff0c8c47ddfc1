package org.qantara.engine.broker;

import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.client.SessionFailureListener;

/**
 * One connection to the broker; a later one has a greater generation. Sessions made here end with it, and the loss of any one of
 * them ends the link: the client library would quietly connect anew for the next session and leave the older ones dead, so that a
 * broker elsewhere that was killed and came back would seem to have been there all the time. Thread-safe.
 */
public final class BrokerLink {
    private final long generation;
    private final ServerLocator locator;
    private final ClientSessionFactory factory;
    private final List<ClientSessionFactory> more = new ArrayList<>();
    private volatile boolean lost;

    private final SessionFailureListener loss = new SessionFailureListener() {
        @Override
        public void connectionFailed(ActiveMQException e, boolean failedOver) {
            lost = true;
        }

        @Override
        public void connectionFailed(ActiveMQException e, boolean failedOver, String scaleDownTargetNodeId) {
            lost = true;
        }

        @Override
        public void beforeReconnect(ActiveMQException e) {
            lost = true;
        }
    };

    BrokerLink(long generation, ServerLocator locator, ClientSessionFactory factory) {
        this.generation = generation;
        this.locator = locator;
        this.factory = factory;
    }

    /** Grows by one with every reconnection. */
    public long generation() {
        return generation;
    }

    /** False once any of its sessions lost its connection; it does not come back. */
    boolean isUp() {
        return !lost && !factory.isClosed();
    }

    /** A session that commits every send and every acknowledgement by itself. */
    public ClientSession session() throws BrokerUnavailable {
        return session(factory, true);
    }

    /** A session whose sends and acknowledgements become durable together, at commit. */
    public ClientSession transactedSession() throws BrokerUnavailable {
        return session(factory, false);
    }

    /** An auto-commit session on a connection of its own, so that its packets share no executor with others. */
    public ClientSession sessionOnOwnConnection() throws BrokerUnavailable {
        try {
            ClientSessionFactory own = locator.createSessionFactory();
            synchronized (more) {
                more.add(own);
            }
            return session(own, true);
        } catch (BrokerUnavailable e) {
            throw e;
        } catch (Exception e) {
            throw new BrokerUnavailable("no connection to the broker: " + e.getMessage(), e);
        }
    }

    private ClientSession session(ClientSessionFactory factory, boolean autoCommit) throws BrokerUnavailable {
        try {
            ClientSession session = factory.createSession(autoCommit, autoCommit, 0);
            session.addFailureListener(loss);
            return session;
        } catch (ActiveMQException e) {
            throw Broker.unavailable("no session with the broker", e);
        }
    }

    void close() {
        synchronized (more) {
            more.forEach(ClientSessionFactory::close);
            more.clear();
        }
        factory.close();
    }
}
