package org.qantara.engine.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.MessageState;
import org.qantara.engine.inbox.IntakeBlock;
import org.qantara.engine.message.StoredBody;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.order.ClinicalOrder;
import org.qantara.engine.order.OrderQuery;
import org.qantara.mapping.MapOutcome;

/**
 * The book of every message. Writes go through one batching writer, reads use connections of their own. Thread-safe. Opening does
 * not touch the database: a ledger that is down refuses nothing.
 */
public final class Ledger implements LaneLedger, AutoCloseable {
    private final LedgerDatabase database;
    private final LedgerWriter writer;
    private final Notes notes;
    private final Arrivals arrivals;
    private final Settlements settlements;
    private final InHand inHand = new InHand();
    private final LastGlance glance = new LastGlance(this);
    private final Sightings sightings = new Sightings(this);
    private final StudyLedger studies = new StudyLedger(this);

    private Ledger(LedgerSettings settings) {
        this.database = new LedgerDatabase(settings);
        RepeatedResources repeated = new RepeatedResources();
        this.writer = new LedgerWriter(database, repeated);
        this.notes = new Notes(writer);
        this.arrivals = new Arrivals(settings.duplicatesFor());
        this.settlements = new Settlements(arrivals, repeated);
    }

    /** A ledger that connects when it is first used. */
    public static Ledger open(LedgerSettings settings) {
        Ledger ledger = new Ledger(settings);
        ledger.sightings.start();
        return ledger;
    }

    /** Whether the database answered last time. */
    public boolean isAvailable() {
        return writer.isAvailable();
    }

    /** Writes the row when the message still waits after a second, so that people find it. Best effort: the lane makes sure. */
    public void noteLater(StoredMessage message) {
        notes.add(message);
    }

    @Override
    public CompletableFuture<Void> note(StoredMessage message) {
        return writer.submit(connection -> {
                    MessageInsert.ensure(connection, message);
                    return true;
                })
                .thenApply(done -> null);
    }

    /** Writes the row; durable when it returns. */
    public void keep(StoredMessage message) throws LedgerUnavailable, LedgerRejected {
        await(note(message));
    }

    @Override
    public Arrival arrive(StoredMessage message, String destination, boolean primary)
            throws LedgerUnavailable, LedgerRejected {
        return await(writer.submit(connection -> arrive(connection, message, destination, primary)));
    }

    Arrival arrive(Connection connection, StoredMessage message, String destination, boolean primary)
            throws SQLException {
        notes.forget(message.intake());
        return arrivals.arrive(connection, message, destination, primary);
    }

    @Override
    public Arrival look(StoredMessage message, String destination, boolean primary) throws LedgerUnavailable {
        if (primary) {
            inHand.take(message);
        }
        return read(connection -> arrivals.look(connection, message, destination));
    }

    @Override
    public void away(StoredMessage message) {
        inHand.leave(message);
    }

    @Override
    public void arriveAndSettle(StoredMessage message, String destination, boolean primary, Settlement settlement)
            throws LedgerUnavailable, LedgerRejected {
        notes.forget(message.intake());
        await(writer.submit(connection -> {
            settlements.arriveAndSettle(connection, message, destination, primary, settlement);
            return true;
        }));
    }

    @Override
    public void settle(StoredMessage message, String destination, boolean primary, Settlement settlement)
            throws LedgerUnavailable, LedgerRejected {
        await(writer.submit(connection -> {
            settlements.settle(connection, message, destination, primary, settlement);
            return true;
        }));
    }

    @Override
    public CompletableFuture<Boolean> attempted(
            StoredMessage message, String destination, int attempts, @Nullable Integer httpStatus, String text) {
        return writer.submit(connection -> {
            Settlements.attempted(connection, message, destination, attempts, httpStatus, text);
            return true;
        });
    }

    @Override
    public Optional<MessageState> stateAt(long intake, String destination) throws LedgerUnavailable {
        return read(connection -> Sql.first(
                connection,
                "SELECT state FROM delivery WHERE intake = ? AND destination = ?",
                row -> MessageState.of(row.getString(1)),
                intake,
                destination));
    }

    @Override
    public void arriveAtBarrier(long intake, String destination, int lane) throws LedgerUnavailable, LedgerRejected {
        await(writer.submit(connection -> Settlements.arriveAtBarrier(connection, intake, destination, lane)));
    }

    @Override
    public List<Integer> lanesAtBarrier(long intake, String destination) throws LedgerUnavailable {
        return read(connection -> Sql.list(
                connection,
                "SELECT lane FROM barrier WHERE intake = ? AND destination = ?",
                row -> row.getInt(1),
                intake,
                destination));
    }

    @Override
    public Set<String> repeatedBeyond(StoredMessage message, String destination, Collection<String> resources)
            throws LedgerUnavailable {
        return resources.isEmpty()
                ? Set.of()
                : read(connection -> RepeatedResources.beyond(connection, message, destination, resources));
    }

    @Override
    public Set<MessageState> liveBefore(StoredMessage bulk) throws LedgerUnavailable {
        return inHand.hasEarlier(bulk)
                ? Set.of(MessageState.ACCEPTED)
                : read(connection -> MessageLoad.liveBefore(connection, bulk));
    }

    /** Notes a block of numbers. */
    public void block(IntakeBlock block) throws LedgerUnavailable, LedgerRejected {
        await(writer.submit(connection -> Numbers.block(connection, block)));
    }

    /** Notes numbers that will not be used; completes when durable. */
    public CompletableFuture<Boolean> isVoid(long first, long last, String reason) {
        return writer.submit(connection -> Numbers.isVoid(connection, first, last, reason));
    }

    /** The greatest number the ledger knows of, 0 when it is empty. */
    public long greatestNumber() throws LedgerUnavailable {
        return read(Numbers::greatest);
    }

    /** Messages that answer a query, newest first. */
    public List<MessageRow> search(LedgerQuery query) throws LedgerUnavailable {
        List<Object> parameters = new ArrayList<>();
        String sql = query.sql(parameters);
        return read(connection -> Sql.list(connection, sql, MessageRow::read, parameters.toArray()));
    }

    /** One message by its number. */
    public Optional<MessageRow> find(long intake) throws LedgerUnavailable {
        return read(connection -> Sql.first(
                connection,
                "SELECT " + MessageRow.COLUMNS + " FROM message m WHERE m.intake = ?",
                MessageRow::read,
                intake));
    }

    /** The bytes of a message exactly as received. */
    public Optional<byte[]> body(long intake) throws LedgerUnavailable {
        return read(connection -> Bodies.read(connection, intake)).map(StoredBody::decode);
    }

    /** The numbers a message is found by: patient data. */
    public List<MessageKey> keys(long intake) throws LedgerUnavailable {
        return read(connection -> MessageLoad.keys(connection, intake));
    }

    @Override
    public Optional<StoredMessage> load(long intake) throws LedgerUnavailable {
        return read(connection -> MessageLoad.load(connection, intake));
    }

    @Override
    public List<StoredMessage> ofPatientFrom(String facility, String patient, long from, int limit)
            throws LedgerUnavailable {
        return read(connection -> MessageLoad.ofPatientFrom(connection, facility, patient, from, limit));
    }

    /**
     * Adds up the ledger against the numbers that were taken.
     *
     * @param queued the numbers in the broker; asked only when a row is missing
     */
    public Account account(Supplier<Set<Long>> queued) throws LedgerUnavailable {
        Accounting.Result result = read(connection -> new Accounting(connection, queued).run());
        for (long[] range : result.voidAtCrash()) {
            isVoid(range[0], range[1], "under way when the process ended");
        }
        return result.account();
    }

    /** Writes an order that no message announced; durable when it returns. */
    public void order(ClinicalOrder order) throws LedgerUnavailable, LedgerRejected {
        await(writer.submit(connection -> {
            OrderTable.upsert(connection, order);
            return true;
        }));
    }

    /** Orders that answer a query. */
    public List<ClinicalOrder> orders(OrderQuery query) throws LedgerUnavailable {
        return read(connection -> OrderTable.find(connection, query));
    }

    /** What feeds send and the maps do not read, counted. */
    public Sightings sightings() {
        return sightings;
    }

    @Override
    public void sighted(StoredMessage message, MapOutcome.Mapped mapped) {
        sightings.note(message, mapped);
    }

    @Override
    public StudyLedger studies() {
        return studies;
    }

    /** Quarantined messages by error, the most frequent first. */
    public List<ErrorGroup> errors() throws LedgerUnavailable {
        return read(Overview::errors);
    }

    /** Every facility with its counts, last message and oldest message on its way. */
    public List<FacilityState> facilities() throws LedgerUnavailable {
        return read(Overview::facilities);
    }

    /** Every facility at a glance, by index ranges; as it was a moment ago when it takes long. */
    public List<FacilityGlance> glance() throws LedgerUnavailable {
        return glance.look();
    }

    /** What was tried at each destination. */
    public List<DeliveryRow> deliveries(long intake) throws LedgerUnavailable {
        return read(connection -> Overview.deliveries(connection, intake));
    }

    @Override
    public List<ActionRow> actions(long intake) throws LedgerUnavailable {
        return read(connection -> Actions.list(connection, intake));
    }

    /**
     * Takes away what is older than its time: settled messages and duplicate keys. The account goes on to balance.
     *
     * @return how many messages were taken
     */
    public long retain(OffsetDateTime now) throws LedgerUnavailable, LedgerRejected {
        return new Retention(database.settings(), writer).run(now);
    }

    /** Messages that are accepted and not settled, in order: what must be in the broker. */
    public List<StoredMessage> accepted(long after, int limit) throws LedgerUnavailable {
        return read(connection -> MessageLoad.accepted(connection, after, limit));
    }

    /** Messages that a destination beside the primary has not settled although they were noted for it, in order. */
    public List<StoredMessage> pendingAt(String destination, long after, int limit) throws LedgerUnavailable {
        return read(connection -> MessageLoad.pendingAt(connection, destination, after, limit));
    }

    /** Notes that a message waits for a destination, unless more is known of it; durable when it returns. */
    public void pending(StoredMessage message, String destination) throws LedgerUnavailable, LedgerRejected {
        await(writer.submit(connection -> {
            MessageInsert.ensure(connection, message);
            return Settlements.pending(connection, message, destination);
        }));
    }

    /**
     * Writes a consistent copy of the whole ledger into a file, while it is in use. H2 only.
     *
     * @return false on PostgreSQL, whose own tools (pg_dump, base backups) do that
     */
    public boolean copyTo(Path zipFile) throws LedgerUnavailable {
        if (database.settings().isPostgres()) {
            return false;
        }
        return read(connection -> {
            H2File.copy(connection, zipFile);
            return true;
        });
    }

    /** Writes down who did what, and why; durable when it returns. */
    public void act(long intake, String verb, String actor, String reason) throws LedgerUnavailable, LedgerRejected {
        await(writer.submit(connection -> Actions.act(connection, intake, verb, actor, reason)));
    }

    /** Gives a quarantined message up; false when it is not in quarantine. */
    public boolean discard(long intake, String actor, String reason) throws LedgerUnavailable, LedgerRejected {
        return await(writer.submit(connection -> Actions.discard(connection, intake, actor, reason)));
    }

    <T> T read(LedgerWriter.Operation<T> operation) throws LedgerUnavailable {
        try (Connection connection = database.connection()) {
            try {
                return operation.run(connection);
            } catch (SQLException e) {
                database.discardIfBroken(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new LedgerUnavailable("the ledger could not be read: " + e.getMessage(), e);
        }
    }

    LedgerWriter writer() {
        return writer;
    }

    Settlements settlements() {
        return settlements;
    }

    static <T> T await(CompletableFuture<T> future) throws LedgerUnavailable, LedgerRejected {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailable("interrupted while waiting for the ledger", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LedgerUnavailable unavailable) {
                throw unavailable;
            }
            throw new LedgerRejected("the ledger refused this row", e.getCause() == null ? e : e.getCause());
        }
    }

    @Override
    public void close() {
        sightings.close();
        writer.close();
        database.close();
    }
}
