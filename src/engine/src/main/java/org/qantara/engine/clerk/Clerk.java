package org.qantara.engine.clerk;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.qantara.engine.broker.Broker;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One queue, one thread: takes an entry, has it written, acknowledges it. While broker or ledger are away it waits. */
public final class Clerk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clerk.class);
    private static final long RECEIVE_MS = 500;

    private final Broker broker;
    private final String queue;
    private final Writing writing;
    private final Thread thread;
    private volatile boolean closed;

    /** Writes one entry; durable when it returns. May see the same entry twice. */
    public interface Writing {
        void write(ClientMessage entry) throws LedgerUnavailable, LedgerRejected;
    }

    /** Begins to work. */
    public Clerk(Broker broker, String queue, Writing writing) {
        this.broker = broker;
        this.queue = queue;
        this.writing = writing;
        this.thread = new Thread(this::run, "qantara-clerk-" + queue);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closed) {
            try (ClientSession session = broker.link().session()) {
                session.start();
                work(session.createConsumer(queue));
            } catch (BrokerUnavailable | ActiveMQException | LedgerUnavailable e) {
                LOG.debug("queue {} waits: {}", queue, e.getMessage());
                pause();
            } catch (LedgerRejected e) {
                LOG.error("an entry of queue {} cannot be written and is tried again: {}", queue, e.kind());
                pause();
            } catch (RuntimeException e) {
                LOG.error(
                        "an entry of queue {} cannot be read and is tried again: {}",
                        queue,
                        e.getClass().getName());
                pause();
            }
        }
    }

    private void work(ClientConsumer consumer) throws ActiveMQException, LedgerUnavailable, LedgerRejected {
        while (!closed) {
            ClientMessage entry = consumer.receive(RECEIVE_MS);
            if (entry != null) {
                writing.write(entry);
                entry.acknowledge();
            } else if (consumer.isClosed()) {
                return;
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(RECEIVE_MS);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
