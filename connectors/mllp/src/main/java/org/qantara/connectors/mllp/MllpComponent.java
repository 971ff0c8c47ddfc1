package org.qantara.connectors.mllp;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.frame.FrameBudget;
import org.qantara.connectors.mllp.metrics.Counters;

/**
 * The Camel component {@code mllp:host:port}: HL7 v2 over the Minimal Lower Layer Protocol.
 *
 * <p>All endpoints share a few event-loop threads, which only move bytes, and one pool of workers, which run the routes and may block on a commit.
 * They also share the memory for unfinished frames. Thread-safe once started.
 */
@Component("mllp")
public class MllpComponent extends DefaultComponent {

    @Metadata(defaultValue = "2", description = "Threads that move bytes. Two serve thousands of connections.")
    private int eventLoopThreads = 2;

    @Metadata(
            defaultValue = "128",
            description =
                    "Threads that run routes, at most; one message each while the inbox waits for the disk. Throughput comes from many of them sharing one commit.")
    private int workerThreads = 128;

    @Metadata(
            defaultValue = "268435456",
            description =
                    "Memory in bytes for the unfinished and unanswered messages of all connections. When it is used up, reading pauses.")
    private long frameBudgetBytes = 256L << 20;

    private final Counters counters = new Counters();
    private final MllpConnections connections = new MllpConnections(counters);
    private @Nullable FrameBudget budget;
    private @Nullable EventLoopGroup eventLoops;
    private @Nullable ExecutorService workers;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        MllpConfiguration configuration = new MllpConfiguration();
        setProperties(configuration, parameters);
        return new MllpEndpoint(uri, this, HostPort.parse(remaining), configuration);
    }

    @Override
    protected void doStart() throws Exception {
        requirePositive("eventLoopThreads", eventLoopThreads);
        requirePositive("workerThreads", workerThreads);
        requirePositive("frameBudgetBytes", frameBudgetBytes);
        budget = new FrameBudget(frameBudgetBytes);
        eventLoops = new NioEventLoopGroup(eventLoopThreads, new DefaultThreadFactory("mllp-io", true));
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                workerThreads,
                workerThreads,
                60,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("mllp-worker", true));
        pool.allowCoreThreadTimeOut(true);
        workers = pool;
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (workers != null) {
            workers.shutdown();
            workers.awaitTermination(10, TimeUnit.SECONDS);
        }
        if (eventLoops != null) {
            eventLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    /** What all endpoints of this component counted. */
    public Counters counters() {
        return counters;
    }

    /** The door for application acknowledgements of the enhanced mode. */
    public MllpConnections connections() {
        return connections;
    }

    /** Memory for frames in use and allowed. */
    public FrameBudget budget() {
        return started(budget);
    }

    EventLoopGroup eventLoops() {
        return started(eventLoops);
    }

    ExecutorService workers() {
        return started(workers);
    }

    static void requirePositive(String option, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " is " + value + ", expected at least 1");
        }
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the mllp component is not started");
        }
        return part;
    }

    public int getEventLoopThreads() {
        return eventLoopThreads;
    }

    public void setEventLoopThreads(int eventLoopThreads) {
        this.eventLoopThreads = eventLoopThreads;
    }

    public int getWorkerThreads() {
        return workerThreads;
    }

    public void setWorkerThreads(int workerThreads) {
        this.workerThreads = workerThreads;
    }

    public long getFrameBudgetBytes() {
        return frameBudgetBytes;
    }

    public void setFrameBudgetBytes(long frameBudgetBytes) {
        this.frameBudgetBytes = frameBudgetBytes;
    }
}
