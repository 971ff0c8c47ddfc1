package org.qantara.connectors.lab.astm;

import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.qantara.connectors.lab.astm.link.Profile;
import org.qantara.connectors.lab.astm.link.Profiles;

/**
 * One address at which analysers call (server) or at which one is called (client, for terminal servers). The options are
 * described where they are declared; a wrong value stops the route at its start with the option's name.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "lab-astm",
        title = "Laboratory ASTM",
        syntax = "lab-astm:address",
        category = {})
public class LabAstmEndpoint extends DefaultEndpoint {
    /** Who opens the TCP connection. The ASTM line is symmetric either way. */
    public enum Mode {
        server,
        client
    }

    /** How the last frame of a refused message is answered. */
    public enum Refused {
        nak,
        ack
    }

    @UriPath(description = "host:port to listen at or to call")
    @Metadata(required = true)
    private String address;

    @UriParam(defaultValue = "server", description = "server listens for analysers; client calls a terminal server")
    private Mode mode = Mode.server;

    @UriParam(defaultValue = "generic", description = "bundled profile name, or path of a .properties file")
    private String profile = "generic";

    @UriParam(description = "character set of the messages; empty: decided by the bytes")
    private String charset = "";

    @UriParam(
            defaultValue = "nak",
            description =
                    "nak: a refused message is not acknowledged, so that the analyser shows it; ack: it is acknowledged"
                            + " once its bytes are kept as refused, so that it does not block the analyser")
    private Refused refused = Refused.nak;

    @UriParam(defaultValue = "64", description = "most connections at once; a further one is closed")
    private int connectionsMax = 64;

    @UriParam(defaultValue = "8388608", description = "longest message taken")
    private int messageBytesMax = 8 * 1024 * 1024;

    @UriParam(defaultValue = "8", description = "threads that hand messages to the route")
    private int workers = 8;

    @UriParam(defaultValue = "5000", description = "client mode: time between attempts to connect")
    private int reconnectMs = 5_000;

    public LabAstmEndpoint(String uri, LabAstmComponent component, String address) {
        super(uri, component);
        this.address = address;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Charset.forName(charset.isEmpty() ? "US-ASCII" : charset);
        LabAstmConsumer consumer = new LabAstmConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new LabAstmProducer(this);
    }

    @Override
    public LabAstmComponent getComponent() {
        return (LabAstmComponent) super.getComponent();
    }

    /** Host and port; loopback when the address is a port alone. */
    InetSocketAddress socketAddress() {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? "127.0.0.1" : address.substring(0, colon).replaceAll("^\\[|]$", "");
        try {
            return new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "lab-astm:" + address
                            + ": expected host:port with a port between 0 and 65535, as in lab-astm:127.0.0.1:4010",
                    e);
        }
    }

    Profile readProfile() {
        return Profiles.load(profile);
    }

    public String getAddress() {
        return address;
    }

    public Mode getMode() {
        return mode;
    }

    public void setMode(Mode mode) {
        this.mode = mode;
    }

    public String getProfile() {
        return profile;
    }

    public void setProfile(String profile) {
        this.profile = profile;
    }

    public String getCharset() {
        return charset;
    }

    public void setCharset(String charset) {
        this.charset = charset;
    }

    public Refused getRefused() {
        return refused;
    }

    public void setRefused(Refused refused) {
        this.refused = refused;
    }

    public int getConnectionsMax() {
        return connectionsMax;
    }

    public void setConnectionsMax(int connectionsMax) {
        this.connectionsMax = connectionsMax;
    }

    public int getMessageBytesMax() {
        return messageBytesMax;
    }

    public void setMessageBytesMax(int messageBytesMax) {
        this.messageBytesMax = messageBytesMax;
    }

    public int getWorkers() {
        return workers;
    }

    public void setWorkers(int workers) {
        this.workers = workers;
    }

    public int getReconnectMs() {
        return reconnectMs;
    }

    public void setReconnectMs(int reconnectMs) {
        this.reconnectMs = reconnectMs;
    }
}
