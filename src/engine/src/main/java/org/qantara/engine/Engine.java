package org.qantara.engine;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.qantara.engine.broker.Broker;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.broker.Topology;
import org.qantara.engine.clerk.Backup;
import org.qantara.engine.clerk.Clerk;
import org.qantara.engine.clerk.Housekeeping;
import org.qantara.engine.clerk.Recovery;
import org.qantara.engine.clerk.StudyClerk;
import org.qantara.engine.clerk.VoidLog;
import org.qantara.engine.delivery.Destination;
import org.qantara.engine.delivery.FhirDestination;
import org.qantara.engine.delivery.SharedTransactions;
import org.qantara.engine.inbox.BlockWire;
import org.qantara.engine.inbox.Inbox;
import org.qantara.engine.inbox.MessageWire;
import org.qantara.engine.inbox.QueueBrowse;
import org.qantara.engine.inbox.Stored;
import org.qantara.engine.inbox.Verdict;
import org.qantara.engine.ledger.Ledger;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.Sightings;
import org.qantara.engine.ledger.StudyLedger;
import org.qantara.engine.message.Received;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.order.LateMatches;
import org.qantara.engine.order.Orders;
import org.qantara.engine.pipeline.Mapper;
import org.qantara.engine.replay.Messages;
import org.qantara.engine.study.StudyPace;
import org.qantara.mapping.Mappings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine: takes messages by {@link #inbox()}, brings them to their destinations, answers operators by {@link #messages()}. One
 * instance per process and data folder. Closing it, or killing the process, loses nothing that was acknowledged: the next start
 * goes on where this one stood.
 */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final Ledger ledger;
    private final Broker broker;
    private final VoidLog voids;
    private final Housekeeping housekeeping;
    private final Inbox inbox;
    private final List<DestinationLanes> destinations;
    private volatile int bulkRate;
    private final List<Clerk> clerks;
    private final Messages messages;
    private final Orders orders;
    private final LateMatches lateMatches;
    private final StudyPace studyPace;
    private final StudyClerk studyClerk;
    private final Backup backup;

    private Engine(
            EngineSettings settings,
            Broker broker,
            Ledger ledger,
            Supplier<String> token,
            Supplier<Mappings> mappings,
            Signals signals) {
        this.broker = broker;
        this.ledger = ledger;
        this.voids = new VoidLog(ledger);
        this.housekeeping = new Housekeeping(ledger);
        this.orders = new Orders(ledger);
        this.studyPace = new StudyPace(settings.studies());
        Mapper mapper = new Mapper(mappings, orders);
        Destination dpp = dpp(settings, token);
        this.destinations = Stream.concat(Stream.<Destination>of(dpp), settings.more().stream())
                .map(destination -> new DestinationLanes(
                        broker,
                        ledger,
                        mapper,
                        destination,
                        destination == dpp,
                        settings.delivery(),
                        studyPace,
                        signals))
                .toList();
        this.inbox = new Inbox(
                broker, settings.inbox(), settings.node(), this::numberFloor, new Follow(signals), mapper::refusal);
        this.clerks = List.of(
                new Clerk(broker, Topology.BLOCKS, entry -> ledger.block(BlockWire.read(entry))),
                new Clerk(broker, Topology.REFUSED, entry -> ledger.keep(MessageWire.read(entry))));
        this.messages = new Messages(ledger, inbox, new QueueBrowse(broker), signals);
        this.lateMatches = new LateMatches(orders, messages);
        this.studyClerk = new StudyClerk(studyPace, ledger, inbox, messages, orders);
        this.backup = new Backup(settings, ledger, new QueueBrowse(broker));
        new Recovery(ledger, new QueueBrowse(broker), inbox)
                .run(destinations.stream().map(DestinationLanes::name).toList());
        destinations.forEach(DestinationLanes::start);
        lateMatches.start();
        studyClerk.start();
    }

    /**
     * Starts the engine. It accepts as soon as this returns, whether ledger and destinations are there or not.
     *
     * @param token bearer token for each request to the DPP
     * @param mappings the maps of the moment, asked for each message
     * @throws BrokerUnavailable when the embedded broker cannot start: its folder is locked or not writable
     */
    public static Engine start(
            EngineSettings settings, Supplier<String> token, Supplier<Mappings> mappings, Signals signals)
            throws BrokerUnavailable {
        List<String> names = Stream.concat(
                        Stream.of(EngineSettings.DPP), settings.more().stream().map(Destination::name))
                .toList();
        Broker broker = Broker.start(settings.broker(), new Topology(names));
        return new Engine(settings, broker, Ledger.open(settings.ledger()), token, mappings, signals);
    }

    /** The DPP, with messages that wait sharing transactions: as many transactions as half of the workers, so that two find each other. */
    private static Destination dpp(EngineSettings settings, Supplier<String> token) {
        FhirDestination alone =
                new FhirDestination(EngineSettings.DPP, settings.dppTransactions(), token, settings.dppTimeoutMs());
        int together = settings.delivery().messagesTogether();
        return together <= 1
                ? alone
                : new SharedTransactions(
                        alone, together, Math.max(1, settings.delivery().workers() / 2));
    }

    /** The way in. */
    public Inbox inbox() {
        return inbox;
    }

    /** What operators ask and do. */
    public Messages messages() {
        return messages;
    }

    /** The orders that were announced: for worklists and host queries. */
    public Orders orders() {
        return orders;
    }

    /**
     * Tells that a sender of DICOM instances has released its association: its studies are likely to be complete. A hint: without it
     * they are said a few seconds later.
     *
     * @param peer address and port, as its instances had it
     */
    public void associationReleased(String peer) {
        studyPace.released(peer, System.currentTimeMillis());
    }

    /** The imaging studies that were put together here. Patient data. */
    public StudyLedger studies() {
        return ledger.studies();
    }

    /** What the feeds send and the maps do not read: the work lists of codes and fields. */
    public Sightings sightings() {
        return ledger.sightings();
    }

    /** Copies everything that is needed to go on elsewhere. */
    public Backup backup() {
        return backup;
    }

    /** Holds initial loads to so many messages a second and destination; 0 is no limit. May be changed while they run. */
    public void bulkPerSecond(int rate) {
        destinations.forEach(lanes -> lanes.bulkPerSecond(rate));
        bulkRate = rate;
    }

    /** The rate that initial loads are held to, messages a second; 0 is no limit. */
    public int bulkPerSecond() {
        return bulkRate;
    }

    /** How things stand. */
    public EngineStatus status() {
        return new EngineStatus(
                broker.isUp(),
                broker.restarts(),
                broker.journal(),
                ledger.isAvailable(),
                destinations.stream()
                        .map(lanes -> new EngineStatus.DestinationStatus(
                                lanes.name(), lanes.depth(), lanes.bulkDepth(), lanes.stoppedBecause(), lanes.parked()))
                        .toList());
    }

    /** A block of numbers begins above what the ledger knows; without the ledger, clock and journal must do. */
    private long numberFloor() {
        try {
            return ledger.greatestNumber();
        } catch (LedgerUnavailable e) {
            LOG.warn("a block of numbers begins without a look into the ledger: {}", e.getMessage());
            return 0;
        }
    }

    /** What follows a durable message: its lanes wake, its row is noted, it is counted. */
    private final class Follow implements Stored {
        private final Signals signals;

        Follow(Signals signals) {
            this.signals = signals;
        }

        @Override
        public void stored(StoredMessage message) {
            for (DestinationLanes lanes : destinations) {
                lanes.wake(message.lane(), message.bulk());
                message.meets().forEach(lane -> lanes.wake(lane, message.bulk()));
            }
            ledger.noteLater(message);
            lateMatches.noted(message);
        }

        @Override
        public void answered(Received received, Verdict verdict, long nanos) {
            String outcome = verdict instanceof Verdict.Accepted
                    ? MessageState.ACCEPTED.word()
                    : verdict instanceof Verdict.Refused ? MessageState.REFUSED.word() : "unavailable";
            signals.counted(outcome, received.route().code());
            signals.timed("ack", received.route().code(), nanos);
        }

        @Override
        public void sentAgain(StoredMessage message) {
            destinations.forEach(lanes -> lanes.wake(message.lane(), message.bulk()));
        }

        @Override
        public CompletableFuture<Void> isVoid(String facility, long number, String reason) {
            return voids.add(number, reason);
        }
    }

    @Override
    public void close() {
        inbox.close();
        lateMatches.close();
        studyClerk.close();
        destinations.forEach(DestinationLanes::close);
        clerks.forEach(Clerk::close);
        housekeeping.close();
        voids.close();
        ledger.close();
        broker.close();
    }
}
