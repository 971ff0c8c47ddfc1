package org.qantara.engine.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.engine.broker.Broker;
import org.qantara.engine.broker.BrokerSettings;
import org.qantara.engine.broker.Topology;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.Received;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.testing.Made;

class InboxIT {
    @TempDir
    Path folder;

    private final Queue<StoredMessage> seen = new ConcurrentLinkedQueue<>();
    private final Stored stored = new Stored() {
        @Override
        public void stored(StoredMessage message) {
            seen.add(message);
        }

        @Override
        public void answered(Received received, Verdict verdict, long nanos) {}

        @Override
        public void sentAgain(StoredMessage message) {
            seen.add(message);
        }

        @Override
        public CompletableFuture<Void> isVoid(String facility, long number, String reason) {
            return CompletableFuture.completedFuture(null);
        }
    };

    private Broker broker() throws Exception {
        return Broker.start(BrokerSettings.embedded(folder.resolve("broker")), new Topology(List.of("dpp")));
    }

    @Test
    void acceptedMessagesAreInTheirLaneAfterARestartWithAscendingNumbers() throws Exception {
        List<Long> numbers = new ArrayList<>();
        try (Broker broker = broker();
                Inbox inbox = new Inbox(broker, InboxLimits.DEFAULT, "node", () -> 0, stored)) {
            List<CompletableFuture<Verdict>> answers = IntStream.range(0, 500)
                    .mapToObj(i -> inbox.receive(Made.received(Made.a08("C" + i, "P1", "Name" + i))))
                    .toList();
            for (CompletableFuture<Verdict> answer : answers) {
                numbers.add(((Verdict.Accepted) answer.get()).intake());
            }
        }
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        try (Broker broker = broker()) {
            int lane = LaneHash.lane("CHU-TEST", "patient P1");
            List<StoredMessage> queued = drain(broker, lane);
            assertThat(queued).extracting(StoredMessage::intake).isEqualTo(numbers);
            assertThat(queued.get(7).labels().controlId()).isEqualTo("C7");
            assertThat(queued.get(7).received().body())
                    .isEqualTo(Made.received(Made.a08("C7", "P1", "Name7")).body());
            assertThat(queued.get(7).received().route()).isEqualTo(Made.FACILITY);
        }
        assertThat(seen).hasSize(500);
    }

    @Test
    void numbersNeverRestartOnANewJournal() throws Exception {
        long first;
        try (Broker broker = broker();
                Inbox inbox = new Inbox(broker, InboxLimits.DEFAULT, "node", () -> 0, stored)) {
            first = ((Verdict.Accepted) inbox.receive(Made.received(Made.a08("A", "P1", "X")))
                            .get())
                    .intake();
        }
        try (Broker broker =
                        Broker.start(BrokerSettings.embedded(folder.resolve("new")), new Topology(List.of("dpp")));
                Inbox inbox = new Inbox(broker, InboxLimits.DEFAULT, "node", () -> first, stored)) {
            long second = ((Verdict.Accepted) inbox.receive(Made.received(Made.a08("B", "P1", "X")))
                            .get())
                    .intake();
            assertThat(second).isGreaterThan(first);
        }
    }

    @Test
    void aMessageOfTwoPatientsLiesInOneLaneAndItsTokenInTheOther() throws Exception {
        try (Broker broker = broker();
                Inbox inbox = new Inbox(broker, InboxLimits.DEFAULT, "node", () -> 0, stored)) {
            inbox.receive(Made.received(Made.a08("A", "OLD", "X"))).get();
            long merge = ((Verdict.Accepted) inbox.receive(Made.received(Made.a40("B", "NEW", "OLD")))
                            .get())
                    .intake();
            List<StoredMessage> retired = drain(broker, LaneHash.lane("CHU-TEST", "patient OLD"));
            assertThat(retired).extracting(StoredMessage::kind).containsExactly(Kind.MESSAGE, Kind.TOKEN);
            assertThat(retired.get(1).intake()).isEqualTo(merge);
            List<StoredMessage> surviving = drain(broker, LaneHash.lane("CHU-TEST", "patient NEW"));
            assertThat(surviving).extracting(StoredMessage::kind).containsExactly(Kind.MESSAGE);
            assertThat(surviving.get(0).meets()).containsExactly(LaneHash.lane("CHU-TEST", "patient OLD"));
        }
    }

    @Test
    void aLargeMessageComesBackByteForByte() throws Exception {
        String text = Made.a08("BIG", "P9", "x".repeat(100))
                + IntStream.range(0, 60_000)
                        .mapToObj(i -> "OBX|" + i + "|ED|" + (i * 7919L) % 100_003 + "\r")
                        .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append);
        try (Broker broker = broker();
                Inbox inbox = new Inbox(broker, InboxLimits.DEFAULT, "node", () -> 0, stored)) {
            assertThat(inbox.receive(Made.received(text)).get()).isInstanceOf(Verdict.Accepted.class);
            StoredMessage back =
                    drain(broker, LaneHash.lane("CHU-TEST", "patient P9")).get(0);
            assertThat(back.received().body()).isEqualTo(Made.received(text).body());
        }
    }

    private static List<StoredMessage> drain(Broker broker, int lane) throws Exception {
        List<StoredMessage> found = new ArrayList<>();
        try (ClientSession session = broker.link().session()) {
            session.start();
            var consumer = session.createConsumer(Topology.laneQueue(lane, false, "dpp"));
            // receiveImmediate may say "nothing" between two batches of a busy broker
            for (ClientMessage m = consumer.receive(2_000); m != null; m = consumer.receive(1_000)) {
                found.add(MessageWire.read(m));
                m.acknowledge();
            }
        }
        return found;
    }
}
