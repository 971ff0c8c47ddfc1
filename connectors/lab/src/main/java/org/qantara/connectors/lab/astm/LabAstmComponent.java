package org.qantara.connectors.lab.astm;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/**
 * ASTM E1381/LIS01 analysers as Camel endpoints: {@code lab-astm:host:port?profile=cobas}. Owns the event loops, the
 * budget of unfinished bytes over all lines, and the register by which a producer finds the line of a consumer.
 */
public class LabAstmComponent extends DefaultComponent {
    private static final int EVENT_LOOPS = 2;

    private final AtomicLong unfinishedBytes = new AtomicLong();
    private final LineRegister lines = new LineRegister();
    private long unfinishedBytesMax = 64L * 1024 * 1024;
    private @Nullable EventLoopGroup eventLoops;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LabAstmEndpoint endpoint = new LabAstmEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        EventLoopGroup loops = eventLoops;
        eventLoops = null;
        if (loops != null) loops.shutdownGracefully();
    }

    synchronized EventLoopGroup eventLoops() {
        EventLoopGroup loops = eventLoops;
        if (loops == null) {
            loops = new NioEventLoopGroup(EVENT_LOOPS, new DefaultThreadFactory("lab-astm", true));
            eventLoops = loops;
        }
        return loops;
    }

    LineRegister lines() {
        return lines;
    }

    AtomicLong unfinishedBytes() {
        return unfinishedBytes;
    }

    public long getUnfinishedBytesMax() {
        return unfinishedBytesMax;
    }

    /** The most bytes that all lines together hold of unfinished frames and messages; beyond it ENQ is answered NAK. */
    public void setUnfinishedBytesMax(long unfinishedBytesMax) {
        this.unfinishedBytesMax = unfinishedBytesMax;
    }
}
