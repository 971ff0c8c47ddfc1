package org.qantara.engine.camel;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.inbox.Inbox;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.order.Orders;

/**
 * {@code inbox:<facility>?authority=&zone=&charset=&types=&processing=&versions=&sendingApplication=&sendingFacility=&numbersRestart=&accession=&validate=&bulk=}.
 * Every option describes the facility and travels with each message. The inbox is given by {@link #setInbox}, or found in the
 * registry as the one bean of its type.
 */
@Component("inbox")
public final class InboxComponent extends DefaultComponent {
    private @Nullable Inbox inbox;
    private @Nullable Orders orders;
    private LaterAnswers laterAnswers = LaterAnswers.NONE;
    private Consumer<String> released = peer -> {};

    /** For discovery by the scheme; the inbox comes from the registry. */
    public InboxComponent() {}

    /** A component of the given engine's inbox. */
    public InboxComponent(Inbox inbox) {
        this.inbox = inbox;
    }

    /** A component that also answers analysers' host queries from the engine's orders. */
    public InboxComponent(Inbox inbox, Orders orders) {
        this.inbox = inbox;
        this.orders = orders;
    }

    /** The orders that host queries are answered from; null where nobody answers them. */
    @Nullable
    Orders orders() {
        return orders;
    }

    /** The inbox that routes of this context feed. */
    public void setInbox(Inbox inbox) {
        this.inbox = inbox;
    }

    /** Who is told of messages whose sender waits for a second answer. Before routes start. */
    public InboxComponent withLaterAnswers(LaterAnswers told) {
        laterAnswers = told;
        return this;
    }

    /** Who is told that a DICOM peer, address and port, has released its association. Before routes start. */
    public InboxComponent withReleases(Consumer<String> told) {
        released = told;
        return this;
    }

    Consumer<String> released() {
        return released;
    }

    LaterAnswers laterAnswers() {
        return laterAnswers;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Map<String, String> options = new TreeMap<>();
        for (String name : InboxEndpoint.OPTIONS) {
            Object value = parameters.remove(name);
            if (value != null) {
                options.put(name, value.toString());
            }
        }
        String validate = options.getOrDefault(Inbox.VALIDATE, "");
        if (!validate.isBlank() && !validate.equals(Inbox.BEFORE_ACK)) {
            throw new IllegalArgumentException("inbox:" + remaining + ": validate is \"" + validate
                    + "\", expected nothing (what cannot be mapped is quarantined) or " + Inbox.BEFORE_ACK
                    + " (it is refused)");
        }
        String bulk = options.getOrDefault(Inbox.BULK, "");
        if (!bulk.isBlank() && !bulk.equals("true") && !bulk.equals("false")) {
            throw new IllegalArgumentException("inbox:" + remaining + ": bulk is \"" + bulk
                    + "\", expected true (an initial load, behind live traffic) or false");
        }
        return new InboxEndpoint(uri, this, new FacilityRoute(remaining, options));
    }

    Inbox inbox() {
        Inbox given = inbox;
        if (given != null) {
            return given;
        }
        Inbox found = getCamelContext().getRegistry().findSingleByType(Inbox.class);
        if (found == null) {
            throw new IllegalStateException(
                    "inbox: there is no engine in this Camel context; expected one bean of type "
                            + Inbox.class.getName() + " in the registry");
        }
        inbox = found;
        return found;
    }
}
