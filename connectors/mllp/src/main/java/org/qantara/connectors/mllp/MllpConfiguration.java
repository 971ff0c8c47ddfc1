package org.qantara.connectors.mllp;

import java.nio.charset.Charset;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.hl7.CharsetPolicy;
import org.qantara.connectors.mllp.server.Limits;

/** The options of one {@code mllp:host:port} endpoint. Each is described where it is declared; README.md lists them from here. */
@UriParams
public class MllpConfiguration extends SecurityOptions {

    /** What the sender is told when its message could not be stored. */
    public enum OnStoreFailure {
        /** AR in the original mode, CE in the enhanced mode: send it again later. */
        reject,
        /** Nothing; the connection closes. For senders that skip a message on any answer but AA. */
        close
    }

    /** Who decides what is acknowledged. */
    public enum Acknowledge {
        /** The header QantaraOutcome that the route sets; without it the message counts as not stored. */
        verdict,
        /** A route that ends without an exception: for routes without an inbox. */
        completed
    }

    @UriParam(
            label = "limits",
            defaultValue = "33554432",
            description =
                    "Longest message in bytes. A longer one is skipped up to twice this length and refused; beyond that the connection closes.")
    private int frameBytesMax = Limits.DEFAULTS.frameBytesMax();

    @UriParam(
            label = "limits",
            defaultValue = "16",
            description = "Whole messages of one connection that may wait behind the one in work. Then reading pauses.")
    private int pipelineFramesMax = Limits.DEFAULTS.pipelineFramesMax();

    @UriParam(
            label = "limits",
            defaultValue = "30000",
            description =
                    "Silence inside a message, after which the half message is kept as refused and the connection closes.")
    private long halfFrameTimeoutMs = Limits.DEFAULTS.halfFrameTimeoutMs();

    @UriParam(
            label = "limits",
            defaultValue = "300000",
            description = "Time from the first to the last byte of a message, against senders of one byte per second.")
    private long frameTimeoutMs = Limits.DEFAULTS.frameTimeoutMs();

    @UriParam(
            label = "limits",
            defaultValue = "86400000",
            description = "Silence between messages after which the connection closes; 0 = never.")
    private long idleTimeoutMs = Limits.DEFAULTS.idleTimeoutMs();

    @UriParam(
            label = "limits",
            defaultValue = "30000",
            description = "How long a sender may leave its answers unread before the connection closes.")
    private long writeTimeoutMs = Limits.DEFAULTS.writeTimeoutMs();

    @UriParam(
            label = "limits",
            defaultValue = "4096",
            description = "Bytes outside messages that a connection may send before it is closed.")
    private int strayBytesMax = Limits.DEFAULTS.strayBytesMax();

    @UriParam(label = "limits", defaultValue = "2000", description = "Open connections of this endpoint.")
    private int connectionsMax = Limits.DEFAULTS.connectionsMax();

    @UriParam(label = "limits", defaultValue = "500", description = "Open connections of one address.")
    private int connectionsPerPeerMax = Limits.DEFAULTS.connectionsPerPeerMax();

    @UriParam(
            label = "limits",
            defaultValue = "0",
            description =
                    "Messages per second of one address; beyond it reading pauses, nothing is refused. 0 = no limit.")
    private int messagesPerSecondPerPeerMax = Limits.DEFAULTS.messagesPerSecondPerPeerMax();

    @UriParam(
            label = "consumer",
            defaultValue = "1024",
            description = "Connections that the operating system may queue before they are accepted.")
    private int backlog = 1024;

    @UriParam(
            label = "limits",
            defaultValue = "10000",
            description = "Messages of one batch (BHS, FHS). A longer batch is refused as a whole.")
    private int batchMessagesMax = 10_000;

    @UriParam(
            label = "consumer",
            defaultValue = "30000",
            description = "At shutdown, how long the messages in work may take until their answers are out.")
    private long drainTimeoutMs = 30_000;

    @UriParam(
            label = "charset",
            description =
                    "Character set of messages whose MSH-18 is empty, as a Java name (windows-1256) or of HL7 table 0211 (8859/6). Without it: UTF-8 when the bytes are valid UTF-8, else windows-1252.")
    private @Nullable String charset;

    @UriParam(
            label = "charset",
            description =
                    "Character set of every message, whatever MSH-18 says: for senders that declare a wrong one, such as 8859/6 for windows-1256.")
    private @Nullable String assumeCharset;

    @UriParam(
            label = "acknowledgement",
            defaultValue = "reject",
            description =
                    "When a message could not be stored: reject = AR (original mode) or CE (enhanced mode); close = no answer, the connection closes.")
    private OnStoreFailure onStoreFailure = OnStoreFailure.reject;

    @UriParam(
            label = "acknowledgement",
            defaultValue = "verdict",
            description =
                    "verdict = the route's header QantaraOutcome decides, without it the message counts as not stored; completed = a route that ends without an exception is acknowledged with AA.")
    private Acknowledge acknowledge = Acknowledge.verdict;

    @UriParam(
            label = "producer",
            defaultValue = "10000",
            description = "How long a connection may take to be established.")
    private long connectTimeoutMs = 10_000;

    @UriParam(
            label = "producer",
            defaultValue = "30000",
            description =
                    "How long the receiver may take to acknowledge. Then the connection is closed, so that a late answer meets no other message.")
    private long ackTimeoutMs = 30_000;

    @UriParam(
            label = "producer",
            defaultValue = "1",
            description = "Connections to the receiver. More than one gives up the order of messages.")
    private int connections = 1;

    /** The server's limits as one record; refuses values out of range with their name. */
    Limits limits() {
        return new Limits(
                frameBytesMax,
                pipelineFramesMax,
                halfFrameTimeoutMs,
                frameTimeoutMs,
                idleTimeoutMs,
                writeTimeoutMs,
                strayBytesMax,
                connectionsMax,
                connectionsPerPeerMax,
                messagesPerSecondPerPeerMax);
    }

    /** The character set rules; refuses names that nobody knows. */
    CharsetPolicy charsetPolicy() {
        return new CharsetPolicy(named("charset", charset), named("assumeCharset", assumeCharset));
    }

    private static @Nullable Charset named(String option, @Nullable String name) {
        if (name == null || name.isBlank()) {
            return null;
        }
        Charset found = CharsetPolicy.named(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    option + " is '" + name
                            + "', expected a Java name such as windows-1256 or one of HL7 table 0211 such as 8859/6 that can travel in MLLP");
        }
        return found;
    }

    public int getFrameBytesMax() {
        return frameBytesMax;
    }

    public void setFrameBytesMax(int frameBytesMax) {
        this.frameBytesMax = frameBytesMax;
    }

    public int getPipelineFramesMax() {
        return pipelineFramesMax;
    }

    public void setPipelineFramesMax(int pipelineFramesMax) {
        this.pipelineFramesMax = pipelineFramesMax;
    }

    public long getHalfFrameTimeoutMs() {
        return halfFrameTimeoutMs;
    }

    public void setHalfFrameTimeoutMs(long halfFrameTimeoutMs) {
        this.halfFrameTimeoutMs = halfFrameTimeoutMs;
    }

    public long getFrameTimeoutMs() {
        return frameTimeoutMs;
    }

    public void setFrameTimeoutMs(long frameTimeoutMs) {
        this.frameTimeoutMs = frameTimeoutMs;
    }

    public long getIdleTimeoutMs() {
        return idleTimeoutMs;
    }

    public void setIdleTimeoutMs(long idleTimeoutMs) {
        this.idleTimeoutMs = idleTimeoutMs;
    }

    public long getWriteTimeoutMs() {
        return writeTimeoutMs;
    }

    public void setWriteTimeoutMs(long writeTimeoutMs) {
        this.writeTimeoutMs = writeTimeoutMs;
    }

    public int getStrayBytesMax() {
        return strayBytesMax;
    }

    public void setStrayBytesMax(int strayBytesMax) {
        this.strayBytesMax = strayBytesMax;
    }

    public int getConnectionsMax() {
        return connectionsMax;
    }

    public void setConnectionsMax(int connectionsMax) {
        this.connectionsMax = connectionsMax;
    }

    public int getConnectionsPerPeerMax() {
        return connectionsPerPeerMax;
    }

    public void setConnectionsPerPeerMax(int connectionsPerPeerMax) {
        this.connectionsPerPeerMax = connectionsPerPeerMax;
    }

    public int getMessagesPerSecondPerPeerMax() {
        return messagesPerSecondPerPeerMax;
    }

    public void setMessagesPerSecondPerPeerMax(int messagesPerSecondPerPeerMax) {
        this.messagesPerSecondPerPeerMax = messagesPerSecondPerPeerMax;
    }

    public int getBacklog() {
        return backlog;
    }

    public void setBacklog(int backlog) {
        this.backlog = backlog;
    }

    public long getDrainTimeoutMs() {
        return drainTimeoutMs;
    }

    public void setDrainTimeoutMs(long drainTimeoutMs) {
        this.drainTimeoutMs = drainTimeoutMs;
    }

    public @Nullable String getCharset() {
        return charset;
    }

    public void setCharset(@Nullable String charset) {
        this.charset = charset;
    }

    public @Nullable String getAssumeCharset() {
        return assumeCharset;
    }

    public void setAssumeCharset(@Nullable String assumeCharset) {
        this.assumeCharset = assumeCharset;
    }

    public OnStoreFailure getOnStoreFailure() {
        return onStoreFailure;
    }

    public void setOnStoreFailure(OnStoreFailure onStoreFailure) {
        this.onStoreFailure = onStoreFailure;
    }

    public Acknowledge getAcknowledge() {
        return acknowledge;
    }

    public void setAcknowledge(Acknowledge acknowledge) {
        this.acknowledge = acknowledge;
    }

    public long getConnectTimeoutMs() {
        return connectTimeoutMs;
    }

    public void setConnectTimeoutMs(long connectTimeoutMs) {
        this.connectTimeoutMs = connectTimeoutMs;
    }

    public long getAckTimeoutMs() {
        return ackTimeoutMs;
    }

    public void setAckTimeoutMs(long ackTimeoutMs) {
        this.ackTimeoutMs = ackTimeoutMs;
    }

    public int getConnections() {
        return connections;
    }

    public void setConnections(int connections) {
        this.connections = connections;
    }

    public int getBatchMessagesMax() {
        return batchMessagesMax;
    }

    public void setBatchMessagesMax(int batchMessagesMax) {
        this.batchMessagesMax = batchMessagesMax;
    }
}
