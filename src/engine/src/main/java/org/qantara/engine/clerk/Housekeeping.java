package org.qantara.engine.clerk;

import java.time.OffsetDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.qantara.engine.ledger.Ledger;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs retention once an hour. A run that fails is repeated by the next. */
public final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final Ledger ledger;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "qantara-housekeeping");
        thread.setDaemon(true);
        return thread;
    });

    /** Begins in ten minutes. */
    public Housekeeping(Ledger ledger) {
        this.ledger = ledger;
        timer.scheduleWithFixedDelay(this::run, 10, 60, TimeUnit.MINUTES);
    }

    private void run() {
        try {
            long taken = ledger.retain(OffsetDateTime.now());
            if (taken > 0) {
                LOG.info("retention took {} settled messages", taken);
            }
        } catch (LedgerUnavailable | LedgerRejected | RuntimeException e) {
            LOG.warn("retention did not run through: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
