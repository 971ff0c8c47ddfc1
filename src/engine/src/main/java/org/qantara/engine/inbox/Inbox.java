package org.qantara.engine.inbox;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.broker.Broker;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.broker.Topology;
import org.qantara.engine.envelope.EnvelopeReader;
import org.qantara.engine.envelope.Judgement;
import org.qantara.engine.message.Fault;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.Received;
import org.qantara.engine.message.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way into the engine: judge, number, store, answer. Thread-safe; no thread waits for the disk. When the answer is
 * {@link Verdict.Accepted} the bytes survive a crash of the process and of the machine.
 */
public final class Inbox implements AutoCloseable {
    /** The route's option that says when the content is judged. */
    public static final String VALIDATE = "validate";

    /** What the maps cannot make sense of is refused, instead of being accepted and quarantined. */
    public static final String BEFORE_ACK = "before-ack";

    /** The route's option, {@code true} where it brings an initial load: older than what is live, and in no hurry. */
    public static final String BULK = "bulk";

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final Broker broker;
    private final InboxLimits limits;
    private final Stored stored;
    private final Function<Received, @Nullable Fault> content;
    private final IntakeNumbers numbers;
    private final List<Sender> senders;
    private final LaneGate[][] gates = new LaneGate[2][Topology.LANES];
    private boolean bulkLanes;
    private final AtomicLong underWayBytes = new AtomicLong();
    private final ExecutorService answers = Executors.newFixedThreadPool(4, run -> {
        Thread thread = new Thread(run, "qantara-inbox-answers");
        thread.setDaemon(true);
        return thread;
    });

    /** An inbox that judges envelopes only. */
    public Inbox(Broker broker, InboxLimits limits, String node, LongSupplier numberFloor, Stored stored) {
        this(broker, limits, node, numberFloor, stored, received -> null);
    }

    /**
     * @param numberFloor every number taken will be above this; asked at each block
     * @param content what is wrong with a message's content, asked for routes that validate before the acknowledgement
     */
    public Inbox(
            Broker broker,
            InboxLimits limits,
            String node,
            LongSupplier numberFloor,
            Stored stored,
            Function<Received, @Nullable Fault> content) {
        this.content = content;
        this.broker = broker;
        this.limits = limits;
        this.stored = stored;
        this.numbers = new IntakeNumbers(new BlockReserve(broker, node, numberFloor));
        this.senders = IntStream.range(0, limits.senders())
                .mapToObj(i -> new Sender(broker, limits.confirmTimeoutMs()))
                .toList();
        for (LaneGate[] kind : gates) {
            for (int lane = 0; lane < kind.length; lane++) {
                kind[lane] = new LaneGate();
            }
        }
    }

    /**
     * Takes one message; completes when it can be answered. Never completes exceptionally. A route with the option {@value #BULK}
     * feeds lanes of their own, which never hold up live traffic.
     */
    public CompletableFuture<Verdict> receive(Received received) {
        return receive(received, number -> {});
    }

    /** The same; {@code numbered} is told the message's number before it can be settled, and must not block. */
    public CompletableFuture<Verdict> receive(Received received, LongConsumer numbered) {
        boolean bulk = Boolean.parseBoolean(received.route().option(BULK));
        try {
            if (bulk) {
                makeBulkLanes();
            }
        } catch (BrokerUnavailable e) {
            return CompletableFuture.completedFuture(unavailable(e));
        }
        return receive(received, bulk, numbered);
    }

    private synchronized void makeBulkLanes() throws BrokerUnavailable {
        if (!bulkLanes) {
            broker.declareBulkLanes();
            bulkLanes = true;
        }
    }

    /** Puts a message that is in the ledger into its lane again, with the number it has; durable when it returns. */
    public void again(StoredMessage message) throws BrokerUnavailable {
        if (message.bulk()) {
            makeBulkLanes();
        }
        TokenSend.send(broker.link(), message);
        stored.sentAgain(message);
    }

    /** Tells that a facility's route starts here: its numbers will be above those it had on any other node. */
    public void facilityStarts() {
        numbers.beginBlock();
    }

    /** Whether a message could be stored now: the readiness of the process. */
    public boolean canStore() {
        return broker.isUp();
    }

    private CompletableFuture<Verdict> receive(Received received, boolean bulk, LongConsumer numbered) {
        long bytes = received.body().length;
        if (underWayBytes.addAndGet(bytes) > limits.underWayBytesMax()) {
            underWayBytes.addAndGet(-bytes);
            return CompletableFuture.completedFuture(new Verdict.Unavailable(
                    ErrorCode.BUSY, "more messages are under way than the inbox may hold, send again in a moment"));
        }
        CompletableFuture<Verdict> answer;
        try {
            answer = store(received, judge(received), bulk, numbered);
        } catch (BrokerUnavailable e) {
            answer = CompletableFuture.completedFuture(unavailable(e));
        }
        long began = System.nanoTime();
        return answer.whenComplete((verdict, failure) -> {
            underWayBytes.addAndGet(-bytes);
            stored.answered(received, verdict, System.nanoTime() - began);
        });
    }

    private Judgement judge(Received received) {
        Judgement judgement;
        try {
            judgement = EnvelopeReader.of(received.format()).read(received);
        } catch (RuntimeException e) {
            // hostile bytes found a fault of ours: the sender gets an answer, a person gets the bytes
            LOG.error(
                    "the envelope of a message could not be read: {}",
                    e.getClass().getName());
            return new Judgement.Bad(
                    Labels.none("unread"),
                    Fault.of(ErrorCode.MALFORMED, null, "the envelope could not be read, the bytes are kept"));
        }
        String cut = received.transportFault();
        if (cut != null) {
            return new Judgement.Bad(judgement.labels(), Fault.of(ErrorCode.TRANSPORT_FAULT, null, cut));
        }
        boolean asked = judgement instanceof Judgement.Good
                && BEFORE_ACK.equals(received.route().option(VALIDATE));
        Fault fault = asked ? content.apply(received) : null;
        return fault == null ? judgement : new Judgement.Bad(judgement.labels(), fault);
    }

    private CompletableFuture<Verdict> store(
            Received received, Judgement judgement, boolean bulk, LongConsumer numbered) throws BrokerUnavailable {
        if (judgement instanceof Judgement.Bad bad) {
            return refuse(received, bad);
        }
        Labels labels = judgement.labels();
        String facility = received.route().code();
        int lane = LaneHash.lane(facility, labels.orderKey(received.peer()));
        List<Integer> meets = labels.otherPatients().stream()
                .map(other -> LaneHash.lane(facility, Labels.patientKey(other)))
                .filter(other -> other != lane)
                .distinct()
                .toList();
        return meets.isEmpty()
                ? storeInOne(received, labels, lane, bulk, numbered)
                : CompletableFuture.completedFuture(storeInSeveral(received, labels, lane, meets, bulk, numbered));
    }

    private CompletableFuture<Verdict> refuse(Received received, Judgement.Bad bad) throws BrokerUnavailable {
        long number = numbers.take();
        StoredMessage message = new StoredMessage(
                number,
                Kind.MESSAGE,
                0,
                false,
                List.of(),
                numbers.settledBelow(),
                System.currentTimeMillis(),
                received,
                bad.labels(),
                bad.fault(),
                null);
        CompletableFuture<Void> sent = issue(Topology.REFUSED, message, senders.get(0));
        return sent.handleAsync(
                (done, failure) -> {
                    if (failure != null) {
                        return voided(message, failure);
                    }
                    numbers.settled(number);
                    return new Verdict.Refused(number, bad.fault());
                },
                answers);
    }

    private CompletableFuture<Verdict> storeInOne(
            Received received, Labels labels, int lane, boolean bulk, LongConsumer numbered) throws BrokerUnavailable {
        LaneGate gate = gates[bulk ? 1 : 0][lane];
        StoredMessage message;
        CompletableFuture<Void> sent;
        gate.hold();
        try {
            message = message(numbers.take(), lane, bulk, List.of(), received, labels);
            numbered.accept(message.intake());
            sent = issue(Topology.laneAddress(lane, bulk), message, senders.get(lane % senders.size()));
            gate.issued();
        } finally {
            gate.release();
        }
        return sent.handleAsync(
                (done, failure) -> {
                    gate.answered();
                    return failure == null ? accepted(message) : voided(message, failure);
                },
                answers);
    }

    private static CompletableFuture<Void> issue(String address, StoredMessage message, Sender sender) {
        try {
            return sender.send(address, message);
        } catch (BrokerUnavailable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Holds every gate in ascending order, so that no two of these can wait for each other. */
    private Verdict storeInSeveral(
            Received received, Labels labels, int lane, List<Integer> meets, boolean bulk, LongConsumer numbered)
            throws BrokerUnavailable {
        List<LaneGate> held = Stream.concat(Stream.of(lane), meets.stream())
                .sorted()
                .map(number -> gates[bulk ? 1 : 0][number])
                .toList();
        int holding = 0;
        try {
            for (LaneGate gate : held) {
                gate.hold();
                holding++;
                gate.awaitQuiet(limits.confirmTimeoutMs());
            }
            StoredMessage message = message(numbers.take(), lane, bulk, meets, received, labels);
            numbered.accept(message.intake());
            try {
                TokenSend.send(broker.link(), message);
                return accepted(message);
            } catch (BrokerUnavailable e) {
                return voided(message, e);
            }
        } finally {
            held.subList(0, holding).forEach(LaneGate::release);
        }
    }

    private StoredMessage message(
            long number, int lane, boolean bulk, List<Integer> meets, Received received, Labels labels) {
        return new StoredMessage(
                number,
                Kind.MESSAGE,
                lane,
                bulk,
                meets,
                numbers.settledBelow(),
                System.currentTimeMillis(),
                received,
                labels,
                null,
                null);
    }

    private Verdict accepted(StoredMessage message) {
        numbers.settled(message.intake());
        stored.stored(message);
        return new Verdict.Accepted(message.intake());
    }

    private Verdict voided(StoredMessage message, Throwable failure) {
        stored.isVoid(message.facility(), message.intake(), "not confirmed by the broker")
                .thenRun(() -> numbers.settled(message.intake()));
        return unavailable(failure);
    }

    private static Verdict unavailable(Throwable failure) {
        LOG.warn("a message could not be stored: {}", failure.toString());
        return new Verdict.Unavailable(
                ErrorCode.STORE_UNAVAILABLE, "the message could not be stored, send it again later");
    }

    @Override
    public void close() {
        senders.forEach(Sender::close);
        answers.shutdown();
    }
}
