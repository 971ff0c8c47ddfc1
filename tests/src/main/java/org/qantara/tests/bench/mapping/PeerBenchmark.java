package org.qantara.tests.bench.mapping;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The same message through the peer, bytes to serialised JSON, without its validation and pretty printing. */
@State(Scope.Benchmark)
public class PeerBenchmark {
    @Param({"ADT_A01", "ORU_10", "ORU_120"})
    String message = "";

    private byte[] body = new byte[0];
    private @Nullable PeerConverter peer;

    /** Loads the peer's templates and the message. */
    @Setup
    public void load() throws Exception {
        peer = PeerConverter.load(PeerClasspath.given());
        body = BenchMessages.bytes(message);
    }

    @Benchmark
    public byte[] convert() {
        PeerConverter converter = peer;
        if (converter == null) {
            throw new IllegalStateException("the peer was not loaded");
        }
        return converter.convert(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }
}
