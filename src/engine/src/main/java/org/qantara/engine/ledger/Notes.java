package org.qantara.engine.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.qantara.engine.message.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of messages whose lanes stand: written some time after they were stored, so that people find them although nothing has
 * begun with them. Most messages have arrived at the head of their lane by then and cost nothing here. At most a tenth of the
 * time is spent on notes, so that a burst while the DPP is away is acknowledged at full speed; what does not fit is left to the
 * lanes, which write the row in any case. Thread-safe; a crash forgets notes and loses nothing.
 */
final class Notes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);
    private static final long AFTER_MS = 1_000;
    private static final long LOOK_EVERY_MS = 100;
    private static final int BATCH = 128;
    private static final int REST_TIMES = 9;
    private static final long BYTES_MAX = 32L << 20;
    /** What a message occupies beside its body, roughly. */
    private static final long OVERHEAD_BYTES = 2_000;

    private final LedgerWriter writer;
    private final Map<Long, StoredMessage> waiting = new ConcurrentSkipListMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread made = new Thread(run, "qantara-ledger-notes");
        made.setDaemon(true);
        return made;
    });

    Notes(LedgerWriter writer) {
        this.writer = writer;
        thread.schedule(this::look, AFTER_MS, TimeUnit.MILLISECONDS);
    }

    /** Remembers a message that was just stored; an initial load is not noted, its messages are too many to be looked for. */
    void add(StoredMessage message) {
        long size = size(message);
        if (!message.bulk() && bytes.get() + size <= BYTES_MAX && waiting.put(message.intake(), message) == null) {
            bytes.addAndGet(size);
        }
    }

    /** The lane has it: the row is written there. */
    void forget(long intake) {
        StoredMessage message = waiting.remove(intake);
        if (message != null) {
            bytes.addAndGet(-size(message));
        }
    }

    private static long size(StoredMessage message) {
        return OVERHEAD_BYTES + message.received().body().length;
    }

    private void look() {
        long beganNs = System.nanoTime();
        try {
            List<StoredMessage> due = due();
            if (!due.isEmpty()) {
                writer.submit(connection -> {
                            for (StoredMessage message : due) {
                                MessageInsert.ensure(connection, message);
                            }
                            return true;
                        })
                        .get();
                due.forEach(message -> forget(message.intake()));
            }
        } catch (ExecutionException e) {
            LOG.debug("rows of waiting messages are left to their lanes: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
            if (!thread.isShutdown()) {
                thread.schedule(this::look, Math.max(LOOK_EVERY_MS, REST_TIMES * tookMs), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** The oldest that have waited long enough. */
    private List<StoredMessage> due() {
        long before = System.currentTimeMillis() - AFTER_MS;
        List<StoredMessage> due = new ArrayList<>();
        for (StoredMessage message : waiting.values()) {
            if (message.storedAtMs() > before || due.size() == BATCH) {
                break;
            }
            due.add(message);
        }
        return due;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
