package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a node: puts everything that waits into one database transaction, so that many lanes share one commit. When
 * a batch fails for one operation's sake, its operations are repeated one by one: a bad row disturbs nobody else. When the
 * database is away, every waiting operation fails with {@link LedgerUnavailable}; whoever needs it tries again. Thread-safe.
 */
final class LedgerWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    private static final int BATCH_OPERATIONS = 512;
    private static final int WAITING_OPERATIONS_MAX = 20_000;
    /** From so many operations in one transaction on there is a crowd, and the next transaction waits for more of it. */
    private static final int CROWD = 8;

    private static final long CROWD_WAIT_MAX_NS = 20_000_000;
    private static final long TIDY_EVERY_NS = 2_000_000_000L;

    private final LedgerDatabase database;
    private final Gathered gathered;
    private final BlockingQueue<Waiting<?>> waiting = new LinkedBlockingQueue<>(WAITING_OPERATIONS_MAX);
    private final Thread thread = new Thread(this::run, "qantara-ledger-writer");
    /** How long the last transaction took, when it was one of a crowd. */
    private long tookNs;

    private boolean written;
    private long tidiedNs = System.nanoTime();

    private volatile boolean closed;
    private volatile boolean available = true;

    LedgerWriter(LedgerDatabase database, Gathered gathered) {
        this.database = database;
        this.gathered = gathered;
        thread.setDaemon(true);
        thread.start();
    }

    /** What the operations of a batch say together, written once. Used by the writer's thread. */
    interface Gathered {
        /** Writes what the batch has gathered. */
        void beforeCommit(Connection connection) throws SQLException;

        /** The batch is committed or rolled back: forgets it. */
        void ended();
    }

    /** Something to do in a transaction. May be run more than once, each time from the start. */
    interface Operation<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Completes after the commit, or with {@link LedgerUnavailable}, or with the operation's own failure. */
    <T> CompletableFuture<T> submit(Operation<T> operation) {
        Waiting<T> entry = new Waiting<>(operation, new CompletableFuture<>());
        if (closed || !waiting.offer(entry)) {
            entry.done.completeExceptionally(new LedgerUnavailable(
                    closed ? "the ledger is closed" : "too many operations wait for the ledger",
                    new IllegalStateException("not taken")));
        }
        return entry.done;
    }

    /** Whether the last transaction could be made. */
    boolean isAvailable() {
        return available;
    }

    private void run() {
        List<Waiting<?>> batch = new ArrayList<>();
        while (!closed || !waiting.isEmpty()) {
            try {
                tidy();
                Waiting<?> first = waiting.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                written = true;
                batch.add(first);
                gather(batch);
                long beganNs = System.nanoTime();
                write(batch);
                tookNs = batch.size() < CROWD ? 0 : System.nanoTime() - beganNs;
            } catch (InterruptedException e) {
                break;
            } finally {
                batch.clear();
            }
        }
    }

    /** Now and then, when something was written since. */
    private void tidy() {
        long now = System.nanoTime();
        if (!written || now - tidiedNs < TIDY_EVERY_NS) {
            return;
        }
        tidiedNs = now;
        written = false;
        try {
            database.tidy();
        } catch (LedgerUnavailable e) {
            LOG.warn("the ledger's file grows for the time being: {}", e.getMessage());
        }
    }

    /**
     * Takes what waits. In a crowd it waits as long as the last transaction took: a commit writes whole pages and forces them to disk, and
     * twice as many operations share that. A lone lane never waits.
     */
    private void gather(List<Waiting<?>> batch) {
        long waitNs = closed ? 0 : Math.min(tookNs, CROWD_WAIT_MAX_NS);
        if (waitNs > 0) {
            LockSupport.parkNanos(waitNs);
        }
        waiting.drainTo(batch, BATCH_OPERATIONS - batch.size());
    }

    private void write(List<Waiting<?>> batch) {
        try {
            try {
                attempt(batch);
            } catch (SQLException | RuntimeException together) {
                oneByOne(batch, together);
            }
            available = true;
        } catch (LedgerUnavailable e) {
            if (available) {
                LOG.error("the ledger is not available, lanes hold until it is: {}", e.getMessage());
            }
            available = false;
            batch.forEach(entry -> entry.done.completeExceptionally(e));
        }
    }

    /** One transaction. A broken connection is {@link LedgerUnavailable}, anything else the fault of an operation. */
    private void attempt(List<Waiting<?>> batch) throws LedgerUnavailable, SQLException {
        try (Connection connection = database.connection()) {
            try {
                connection.setAutoCommit(false);
                for (Waiting<?> entry : batch) {
                    entry.run(connection);
                }
                gathered.beforeCommit(connection);
                connection.commit();
                database.force(connection);
            } catch (SQLException e) {
                rollback(connection, e);
                if (database.discardIfBroken(connection, e)) {
                    throw new LedgerUnavailable("the ledger's database failed: " + e.getMessage(), e);
                }
                throw e;
            } catch (RuntimeException e) {
                rollback(connection, e);
                throw e;
            } finally {
                gathered.ended();
            }
        }
        batch.forEach(Waiting::complete);
    }

    private void oneByOne(List<Waiting<?>> batch, Exception together) throws LedgerUnavailable {
        if (batch.size() == 1) {
            batch.get(0).done.completeExceptionally(together);
            return;
        }
        for (Waiting<?> entry : batch) {
            try {
                attempt(List.of(entry));
            } catch (SQLException | RuntimeException e) {
                entry.done.completeExceptionally(e);
            }
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Waiting<T> {
        private final Operation<T> operation;
        private final CompletableFuture<T> done;
        private @Nullable T result;

        Waiting(Operation<T> operation, CompletableFuture<T> done) {
            this.operation = operation;
            this.done = done;
        }

        void run(Connection connection) throws SQLException {
            result = operation.run(connection);
        }

        void complete() {
            done.complete(result);
        }
    }
}
