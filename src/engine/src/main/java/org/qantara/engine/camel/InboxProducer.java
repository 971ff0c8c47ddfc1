package org.qantara.engine.camel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.inbox.Inbox;
import org.qantara.engine.inbox.Verdict;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Received;
import org.qantara.engine.order.HostQuery;
import org.qantara.engine.order.Orders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands an exchange to the inbox and goes on when it is answered; no thread waits for the disk meanwhile. */
final class InboxProducer extends DefaultAsyncProducer {
    private static final Logger LOG = LoggerFactory.getLogger(InboxProducer.class);

    private final Inbox inbox;
    private final @Nullable Orders orders;
    private final LaterAnswers laterAnswers;
    private final Consumer<String> released;
    private final FacilityRoute route;

    InboxProducer(InboxEndpoint endpoint, InboxComponent component, FacilityRoute route) {
        super(endpoint);
        this.inbox = component.inbox();
        this.orders = component.orders();
        this.laterAnswers = component.laterAnswers();
        this.released = component.released();
        this.route = route;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        inbox.facilityStarts();
    }

    /** An accepted host query is replaced by its answer (architecture page, section 1); without orders to read it stays unanswered. */
    private void answerQuery(Exchange exchange, Received received) {
        if (orders == null || !received.format().equals("astm")) {
            return;
        }
        try {
            byte[] answer = HostQuery.answer(received, orders);
            if (answer != null) {
                exchange.getMessage().setBody(answer);
            }
        } catch (LedgerUnavailable | RuntimeException e) {
            LOG.warn(
                    "inbox:{}: a host query stays unanswered, the analyser will ask again: {}",
                    route.code(),
                    e.getClass().getName());
        }
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (Boolean.TRUE.equals(exchange.getMessage().getHeader("QantaraDicomReleased", Boolean.class))) {
            String peer = exchange.getMessage().getHeader("QantaraPeer", String.class);
            if (peer != null) {
                released.accept(peer);
            }
            callback.done(true);
            return true;
        }
        Received received;
        try {
            received = InboxHeaders.read(exchange.getMessage(), route);
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        receive(received, exchange).whenComplete((verdict, failure) -> {
            if (failure != null) {
                exchange.setException(failure);
            } else {
                InboxHeaders.write(exchange.getMessage(), verdict);
                if (verdict instanceof Verdict.Accepted) {
                    answerQuery(exchange, received);
                }
            }
            callback.done(false);
        });
        return false;
    }

    private CompletableFuture<Verdict> receive(Received received, Exchange exchange) {
        String replyTo = exchange.getMessage().getHeader("QantaraReplyTo", String.class);
        if (replyTo == null) {
            return inbox.receive(received);
        }
        AtomicLong number = new AtomicLong();
        return inbox.receive(received, intake -> {
                    number.set(intake);
                    laterAnswers.awaited(intake, replyTo);
                })
                .whenComplete((verdict, failure) -> {
                    if (!(verdict instanceof Verdict.Accepted) && number.get() != 0) {
                        laterAnswers.notAwaited(number.get());
                    }
                });
    }
}
