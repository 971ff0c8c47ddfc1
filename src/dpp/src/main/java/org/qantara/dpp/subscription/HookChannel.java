package org.qantara.dpp.subscription;

import ca.uhn.fhir.broker.api.IChannelConsumer;
import ca.uhn.fhir.broker.api.IMessageListener;
import ca.uhn.fhir.jpa.subscription.model.ResourceDeliveryJsonMessage;
import ca.uhn.fhir.jpa.subscription.model.ResourceDeliveryMessage;
import ca.uhn.fhir.rest.server.messaging.IMessage;
import java.util.Optional;
import org.qantara.dpp.subscription.HookQueue.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the notifications of one Subscription, one after the other in the order in which they were matched, each until the receiver takes it.
 *
 * <p>At least once: a process that dies between the receiver's answer and the deletion of the row sends it again. After a failure the channel waits,
 * from one second doubling to five minutes; what nobody took for {@value #KEPT_DAYS} days is forgotten and counted in the log. A thread of its own,
 * so that a receiver that is slow or down holds no other.
 */
final class HookChannel implements IChannelConsumer<ResourceDeliveryMessage> {

    static final long KEPT_DAYS = 7;
    static final long KEPT_MS = KEPT_DAYS * 24 * 3_600_000;

    private static final Logger LOG = LoggerFactory.getLogger(HookChannel.class);

    /** Longer than the longest request of the client that sends. */
    private static final long LEASE_MS = 30_000;

    private static final long LOOK_MS = 1_000;
    private static final long BACK_OFF_MAX_MS = 300_000;
    private static final long CLOSE_MS = 5_000;

    private final String name;
    private final HookQueue queue;
    private final NotifiedVersion versions;
    private final IMessageListener<ResourceDeliveryMessage> sender;
    private final Thread thread;
    private volatile boolean closed;

    HookChannel(
            String name, HookQueue queue, NotifiedVersion versions, IMessageListener<ResourceDeliveryMessage> sender) {
        this.name = name;
        this.queue = queue;
        this.versions = versions;
        this.sender = sender;
        this.thread = new Thread(this::run, "dpp-hook");
        thread.setDaemon(true);
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                long waitMs = look(System.currentTimeMillis());
                if (waitMs > 0) {
                    queue.await(waitMs);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn(
                        "the queue of notifications cannot be read ({}), tried again",
                        e.getClass().getSimpleName());
                sleep();
            }
        }
    }

    /** Sends the oldest when its time has come; returns how long to wait before the next look. */
    private long look(long nowMs) {
        Optional<Waiting> oldest = queue.oldest(name);
        if (oldest.isEmpty()) {
            return LOOK_MS;
        }
        Waiting waiting = oldest.get();
        if (waiting.notBeforeMs() > nowMs) {
            return Math.min(LOOK_MS, waiting.notBeforeMs() - nowMs);
        }
        if (!queue.take(waiting, nowMs + LEASE_MS)) {
            return LOOK_MS;
        }
        try {
            Optional<ResourceDeliveryMessage> message = versions.message(waiting);
            if (message.isPresent()) {
                sender.handleMessage(new ResourceDeliveryJsonMessage(message.get()));
            }
            queue.delivered(waiting);
            return 0;
        } catch (RuntimeException e) {
            return failed(waiting, nowMs, e);
        }
    }

    private long failed(Waiting waiting, long nowMs, RuntimeException failure) {
        if (nowMs - waiting.writtenAtMs() > KEPT_MS) {
            LOG.warn(
                    "Subscription/{}: a notification that was not taken for {} days is forgotten",
                    waiting.subscriptionId(),
                    KEPT_DAYS);
            queue.delivered(waiting);
            return 0;
        }
        long backOffMs = Math.min(BACK_OFF_MAX_MS, LOOK_MS << Math.min(waiting.attempts(), 20));
        LOG.warn(
                "Subscription/{}: a notification was not taken ({}), attempt {}; the next in {} ms",
                waiting.subscriptionId(),
                cause(failure).getClass().getSimpleName(),
                waiting.attempts() + 1,
                backOffMs);
        queue.failed(waiting, System.currentTimeMillis() + backOffMs);
        return LOOK_MS;
    }

    private static Throwable cause(Throwable failure) {
        return failure.getCause() == null || failure.getCause() == failure ? failure : cause(failure.getCause());
    }

    private void sleep() {
        try {
            queue.await(LOOK_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        if (Thread.currentThread() == thread) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String getChannelName() {
        return name;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public Class<? extends IMessage<ResourceDeliveryMessage>> getMessageType() {
        return ResourceDeliveryJsonMessage.class;
    }

    @Override
    public IMessageListener<ResourceDeliveryMessage> getMessageListener() {
        return sender;
    }
}
