package org.qantara.connectors.mllp;

import java.io.IOException;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.metrics.Counters;
import org.qantara.connectors.mllp.server.ServerSettings;
import org.qantara.connectors.mllp.tls.TlsSource;

/** Receives HL7 v2 messages over MLLP and acknowledges them, or sends them and awaits the acknowledgement. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "mllp",
        title = "MLLP",
        syntax = "mllp:host:port",
        category = {Category.HEALTH})
public class MllpEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {

    private static final int ACK_BYTES_MAX = 1 << 20;

    @UriPath(
            description =
                    "Address to listen on, or of the receiver. Off loopback only with tls=true or plaintextReason.")
    private final String host;

    @UriPath(description = "Port; 0 takes any free one (consumers).")
    private final int port;

    @UriParam
    private final MllpConfiguration configuration;

    private final Counters counters;

    MllpEndpoint(String uri, MllpComponent component, HostPort address, MllpConfiguration configuration) {
        super(uri, component);
        this.host = address.host();
        this.port = address.port();
        this.configuration = configuration;
        this.counters = new Counters(component.counters());
    }

    /** Two routes that both ask for any free port have the same URI and get different ports. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return port == 0;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        MllpConsumer consumer = new MllpConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new MllpProducer(this);
    }

    ServerSettings serverSettings(@Nullable TlsSource tls) throws IOException {
        configuration.requireTlsOffLoopback(host);
        return new ServerSettings(
                host, port, configuration.getBacklog(), configuration.limits(), configuration.allowedSenders(), tls);
    }

    ClientSettings clientSettings(@Nullable TlsSource tls) throws IOException {
        configuration.requireTlsOffLoopback(host);
        return new ClientSettings(
                host,
                port,
                configuration.getConnectTimeoutMs(),
                configuration.getAckTimeoutMs(),
                ACK_BYTES_MAX,
                tls,
                acknowledgement -> {});
    }

    @Override
    public MllpComponent getComponent() {
        return (MllpComponent) super.getComponent();
    }

    /** What this endpoint counted. */
    public Counters counters() {
        return counters;
    }

    public String getHost() {
        return host;
    }

    public int getPort() {
        return port;
    }

    public MllpConfiguration getConfiguration() {
        return configuration;
    }
}
