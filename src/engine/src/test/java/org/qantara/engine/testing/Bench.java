package org.qantara.engine.testing;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.qantara.engine.Engine;
import org.qantara.engine.EngineSettings;
import org.qantara.engine.MessageState;
import org.qantara.engine.Signals;
import org.qantara.engine.delivery.DeliverySettings;
import org.qantara.engine.inbox.InboxLimits;
import org.qantara.engine.inbox.Verdict;
import org.qantara.engine.ledger.LedgerQuery;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.MessageRow;
import org.qantara.engine.message.Received;

/** An engine in a folder with a recording server before it; can be stopped and started again on the same folder. */
public final class Bench implements AutoCloseable {
    /** As the product's, with waits short enough for a test. */
    public static final DeliverySettings QUICK = new DeliverySettings(8, 20, 200, 200, 5, 8, 300, 3_600_000, 2);

    /** A build machine may be busy with other things: no test is about how long the disk takes. */
    private static final InboxLimits PATIENT = new InboxLimits(4, 60_000, 128L << 20);

    public final RecordingFhirServer server = new RecordingFhirServer();
    public volatile TestMaps maps = new TestMaps("maps-1");
    private final Path folder;
    private final UnaryOperator<EngineSettings> change;
    private Engine engine;

    public Bench(Path folder) throws Exception {
        this(folder, settings -> settings);
    }

    public Bench(Path folder, UnaryOperator<EngineSettings> change) throws Exception {
        this.folder = folder;
        this.change = change;
        start();
    }

    public void start() throws Exception {
        EngineSettings settings = change.apply(EngineSettings.of(folder, null, null, server.base())
                .withDelivery(QUICK)
                .withInbox(PATIENT));
        engine = Engine.start(settings, () -> "token", () -> maps, Signals.NONE);
    }

    public void stop() {
        engine.close();
    }

    public Engine engine() {
        return engine;
    }

    /** Sends and waits for the number. */
    public long accepted(String text) throws Exception {
        return accepted(Made.received(text));
    }

    public long accepted(Received received) throws Exception {
        Verdict verdict = engine.inbox().receive(received).get(60, TimeUnit.SECONDS);
        if (verdict instanceof Verdict.Accepted accepted) {
            return accepted.intake();
        }
        throw new AssertionError("not accepted: " + verdict);
    }

    public MessageRow awaitState(long intake, MessageState state) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> row(intake) != null && row(intake).state() == state);
        return row(intake);
    }

    public void awaitNothingAccepted() {
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> engine.messages()
                                .search(LedgerQuery.newest(1).withState(MessageState.ACCEPTED))
                                .isEmpty()
                        && engine.status().destinations().stream()
                                .allMatch(d -> d.parkedLanes().isEmpty()));
    }

    public MessageRow row(long intake) {
        try {
            return engine.messages().find(intake).orElse(null);
        } catch (LedgerUnavailable e) {
            return null;
        }
    }

    @Override
    public void close() {
        engine.close();
        server.close();
    }
}
