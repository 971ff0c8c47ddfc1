package org.qantara.engine.camel;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.qantara.engine.inbox.Inbox;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Received;

/** Hands an exchange to the inbox and goes on when it is answered; no thread waits for the disk meanwhile. */
final class InboxProducer extends DefaultAsyncProducer {
    private final Inbox inbox;
    private final FacilityRoute route;

    InboxProducer(InboxEndpoint endpoint, Inbox inbox, FacilityRoute route) {
        super(endpoint);
        this.inbox = inbox;
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
        (bulk ? inbox.receiveBulk(received) : inbox.receive(received)).whenComplete((verdict, failure) -> {
            if (failure != null) {
                exchange.setException(failure);
            } else {
                InboxHeaders.write(exchange.getMessage(), verdict);
            }
            callback.done(false);
        });
        return false;
    }
}
