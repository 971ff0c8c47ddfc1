package org.qantara.tests.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.mllp.MllpConsumer;
import org.qantara.connectors.mllp.client.ClientSettings;

class LoadIT {
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @TempDir
    Path folder;

    private ClientSettings receiver(Processor processor) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mllp:127.0.0.1:0?acknowledge=completed")
                        .routeId("receiver")
                        .process(processor);
            }
        });
        camel.start();
        return ClientSettings.plain(
                "127.0.0.1", ((MllpConsumer) camel.getRoute("receiver").getConsumer()).port());
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void whatIsInTheFileIsWhatTheReceiverHas() throws Exception {
        Set<String> received = ConcurrentHashMap.newKeySet();
        ClientSettings target = receiver(exchange -> received.add(controlId(exchange)));
        Path file = folder.resolve("acks.tsv");
        LoadResult result;
        try (AckLog acks = AckLog.appendTo(file);
                Load load = Load.start(
                        LoadPlan.closedLoop(target, 5, Duration.ofSeconds(2)).withAcks(acks))) {
            result = load.await();
        }
        assertThat(result.answers()).containsOnlyKeys("AA");
        assertThat(result.accepted()).isPositive();
        assertThat(result.latency().getTotalCount()).isEqualTo(result.accepted());
        assertThat(AckLog.read(file).stream().map(AckLog.Entry::controlId))
                .containsExactlyInAnyOrderElementsOf(received);
    }

    @Test
    void aStallIsChargedToEveryMessageThatWasDueMeanwhile() throws Exception {
        AtomicInteger count = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);
        ClientSettings target = receiver(exchange -> {
            if (count.incrementAndGet() == 20) {
                assertThat(never.await(1, TimeUnit.SECONDS)).isFalse();
            }
        });
        try (Load load =
                Load.start(LoadPlan.closedLoop(target, 1, Duration.ofSeconds(3)).withRate(100))) {
            LoadResult result = load.await();
            // 100 a second were due while the receiver stood still for a second: the later half waited over 400 ms
            assertThat(result.latency().getCountBetweenValues(400_000, 60_000_000))
                    .isGreaterThan(50);
            assertThat(result.service().getCountBetweenValues(400_000, 60_000_000))
                    .isLessThan(50);
        }
    }

    @Test
    void whatWasNotTakenIsSentAgainUntilItIs() throws Exception {
        Map<String, Integer> tries = new ConcurrentHashMap<>();
        ClientSettings target = receiver(exchange -> {
            if (tries.merge(controlId(exchange), 1, Integer::sum) == 1) {
                throw new IllegalStateException("not this time");
            }
        });
        Path file = folder.resolve("acks.tsv");
        try (AckLog acks = AckLog.appendTo(file);
                Load load = Load.start(
                        LoadPlan.closedLoop(target, 2, Duration.ofSeconds(2)).persistent(acks))) {
            load.await();
        }
        assertThat(AckLog.read(file).stream().filter(AckLog.Entry::accepted))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(tries.get(entry.controlId())).isEqualTo(2));
    }

    @Test
    void nobodyThereIsAnOutcome() throws Exception {
        try (Load load =
                Load.start(LoadPlan.closedLoop(ClientSettings.plain("127.0.0.1", 1), 1, Duration.ofMillis(300)))) {
            assertThat(load.await().answers()).containsOnlyKeys("unreachable");
        }
    }

    private static String controlId(Exchange exchange) {
        return new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8).split("\\|", 11)[9];
    }
}
