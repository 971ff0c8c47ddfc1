package org.qantara.engine.inbox;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.SessionFailureListener;
import org.qantara.engine.broker.BrokerUnavailable;

/** Fails what was under way when a session loses its broker. */
record LostConnection(Map<Long, CompletableFuture<Void>> underWay) implements SessionFailureListener {
    @Override
    public void connectionFailed(ActiveMQException exception, boolean failedOver) {
        fail(underWay, "the connection to the broker was lost");
    }

    @Override
    public void connectionFailed(ActiveMQException exception, boolean failedOver, String scaleDownTargetNodeID) {
        fail(underWay, "the connection to the broker was lost");
    }

    @Override
    public void beforeReconnect(ActiveMQException exception) {
        fail(underWay, "the connection to the broker was lost");
    }

    /** On another thread: the caller holds locks that whoever waits for these sends may want. */
    static void fail(Map<Long, CompletableFuture<Void>> underWay, String why) {
        List<CompletableFuture<Void>> lost = List.copyOf(underWay.values());
        if (!lost.isEmpty()) {
            ForkJoinPool.commonPool()
                    .execute(() -> lost.forEach(send -> send.completeExceptionally(new BrokerUnavailable(why))));
        }
    }
}
