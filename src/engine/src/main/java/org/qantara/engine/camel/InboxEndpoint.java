package org.qantara.engine.camel;

import java.util.List;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.support.DefaultEndpoint;
import org.qantara.engine.inbox.Inbox;
import org.qantara.engine.message.FacilityRoute;

/** One facility's way into the engine. A producer only: nothing can be consumed from it. */
@UriEndpoint(
        scheme = "inbox",
        title = "Inbox",
        syntax = "inbox:facility",
        producerOnly = true,
        category = {Category.MESSAGING})
public final class InboxEndpoint extends DefaultEndpoint {
    static final List<String> OPTIONS = List.of(
            "authority",
            "zone",
            "charset",
            "types",
            "processing",
            "versions",
            "sendingApplication",
            "sendingFacility",
            "numbersRestart",
            "accession",
            "controls",
            Inbox.BULK,
            "dicomweb",
            Inbox.VALIDATE);

    private final InboxComponent component;
    private final FacilityRoute route;

    InboxEndpoint(String uri, InboxComponent component, FacilityRoute route) {
        super(uri, component);
        this.component = component;
        this.route = route;
    }

    @Override
    public Producer createProducer() {
        return new InboxProducer(this, component, route);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("inbox: takes messages, a route cannot begin with it");
    }

    @Override
    public boolean isSingletonProducer() {
        return true;
    }
}
