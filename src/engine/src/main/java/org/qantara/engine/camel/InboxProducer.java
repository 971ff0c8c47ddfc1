package org.qantara.engine.camel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.qantara.engine.inbox.Inbox;
import org.qantara.engine.inbox.Verdict;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Received;

/** Hands an exchange to the inbox and goes on when it is answered; no thread waits for the disk meanwhile. */
final class InboxProducer extends DefaultAsyncProducer {
    private final Inbox inbox;
    private final LaterAnswers laterAnswers;
    private final FacilityRoute route;

    InboxProducer(InboxEndpoint endpoint, Inbox inbox, LaterAnswers laterAnswers, FacilityRoute route) {
        super(endpoint);
        this.inbox = inbox;
        this.laterAnswers = laterAnswers;
        this.route = route;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        inbox.facilityStarts();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Received received;
        try {
            received = InboxHeaders.read(exchange.getMessage(), route);
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        boolean bulk = Boolean.TRUE.equals(exchange.getMessage().getHeader("QantaraBulk", Boolean.class));
        (bulk ? inbox.receiveBulk(received) : receive(received, exchange)).whenComplete((verdict, failure) -> {
            if (failure != null) {
                exchange.setException(failure);
            } else {
                InboxHeaders.write(exchange.getMessage(), verdict);
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
