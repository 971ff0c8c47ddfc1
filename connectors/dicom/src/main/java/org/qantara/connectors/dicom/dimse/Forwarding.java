package org.qantara.connectors.dicom.dimse;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.part10.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what a spool has accepted to one archive, oldest first, on a thread of its own that holds up nobody. The spool is its memory: an
 * accepted object without a mark of the archive is still to be sent, so nothing is lost by a crash, and at worst one is sent twice.
 *
 * <p>No connection, A7xx (out of resources) or an association that ends: tried again, with pauses up to a minute, and nothing overtakes.
 * Another failure status, a presentation context that the archive does not accept, or an instance at which it ends the association five
 * times: declined, logged, and offered again at the next start.
 */
public final class Forwarding implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);
    private static final int WAITING_MAX = 10_000;
    private static final int KINDS_MAX = 100;
    private static final int LOOK_AHEAD = 500;
    private static final int FAILURES_MAX = 5;
    private static final long LINGER_MS = 2_000;
    private static final long PAUSE_MS_MIN = 1_000;
    private static final long PAUSE_MS_MAX = 60_000;

    private final Spool spool;
    private final ScuSettings settings;
    private final Destination archive;
    private final Deque<String> waiting = new ArrayDeque<>();
    /** What came while the spool was being read. */
    private final Deque<String> late = new ArrayDeque<>();

    private final Thread thread;
    /** Whether the spool may have more than what waits here. */
    private boolean more = true;

    private boolean reading;

    private volatile boolean closed;
    private volatile boolean reached = true;
    private @Nullable String failing;
    private int failures;
    private long pauseMs = PAUSE_MS_MIN;

    private Forwarding(Spool spool, ScuSettings settings, Destination archive) {
        this.spool = spool;
        this.settings = settings;
        this.archive = archive;
        this.thread = new Thread(this::run, "dicom-forward");
        thread.setDaemon(true);
    }

    /** Begins with what the spool holds and the archive has not. */
    public static Forwarding start(Spool spool, ScuSettings settings, Destination archive) throws IOException {
        spool.archive().forgetDeclined();
        Forwarding forwarding = new Forwarding(spool, settings, archive);
        forwarding.thread.start();
        return forwarding;
    }

    /** A further object was accepted. Never blocks. */
    public synchronized void offer(String id) {
        if (reading && late.size() < WAITING_MAX) {
            late.add(id);
        } else if (more || waiting.size() >= WAITING_MAX) {
            more = true; // found on disk, in its turn
        } else {
            waiting.add(id);
        }
        notifyAll();
    }

    /** How many wait at least; what did not fit into memory is not counted. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** Whether the last attempt reached the archive. */
    public boolean isReached() {
        return reached;
    }

    private void run() {
        try {
            while (!closed) {
                String first = head(0);
                if (first != null && !closed) {
                    attempt();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("forwarding to {} ends", archive);
        }
    }

    private void attempt() throws InterruptedException {
        try {
            session();
        } catch (IOException | RuntimeException e) {
            if (closed) {
                return;
            }
            if (reached) {
                LOG.warn("forwarding to {} waits: {}; tried again until it works", archive, e.getMessage());
            }
            reached = false;
            Thread.sleep(pauseMs);
            pauseMs = Math.min(PAUSE_MS_MAX, 2 * pauseMs);
        }
    }

    /** The oldest that waits; null when there is none for so long, 0 = for ever. Reads the spool anew when it has more. */
    private @Nullable String head(long waitMs) throws InterruptedException {
        while (!closed) {
            synchronized (this) {
                if (waiting.isEmpty() && !more) {
                    wait(waitMs);
                }
                if (!waiting.isEmpty() || !more) {
                    return waiting.peek();
                }
                more = false;
                reading = true;
            }
            refill();
        }
        return null;
    }

    /** Not under the lock: a spool may hold a million objects, and those who offer do not wait. */
    private void refill() throws InterruptedException {
        try {
            List<String> found = spool.archive().open(WAITING_MAX);
            synchronized (this) {
                waiting.addAll(found);
                if (found.size() == WAITING_MAX || late.size() == WAITING_MAX) {
                    more = true;
                } else {
                    waiting.addAll(late); // those that were found too are seen to be confirmed in their turn
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("the spool cannot be read for what {} has not; tried again in a minute", archive, e);
            synchronized (this) {
                more = true;
            }
            Thread.sleep(PAUSE_MS_MAX);
        } finally {
            synchronized (this) {
                reading = false;
                late.clear();
            }
        }
    }

    /** One association, for as long as what waits fits into its presentation contexts. */
    private void session() throws IOException, InterruptedException {
        Set<Scu.Kind> kinds = kinds();
        if (kinds.isEmpty()) {
            return; // what waited is gone
        }
        try (Scu scu = Scu.connect(settings, archive, kinds)) {
            if (!reached) {
                LOG.info("{} is there again", archive);
            }
            reached = true;
            for (String id = head(LINGER_MS); id != null && !closed; id = head(LINGER_MS)) {
                Path file = file(id);
                if (file != null && !kinds.contains(Scu.Kind.of(file))) {
                    return;
                }
                if (file != null) {
                    send(scu, id, file);
                }
                done(id);
            }
        }
    }

    private Set<Scu.Kind> kinds() throws IOException {
        Collection<String> next;
        synchronized (this) {
            next = waiting.stream().limit(LOOK_AHEAD).toList();
        }
        Set<Scu.Kind> kinds = new LinkedHashSet<>();
        for (String id : next) {
            Path file = file(id);
            if (file != null) {
                kinds.add(Scu.Kind.of(file));
            } else if (kinds.isEmpty()) {
                done(id);
            }
            if (kinds.size() == KINDS_MAX) {
                break;
            }
        }
        return kinds;
    }

    /** Where it is; null when it needs no sending any more. */
    private @Nullable Path file(String id) throws IOException {
        try {
            return spool.archive().isOpen(id) ? spool.object(id).path() : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void send(Scu scu, String id, Path file) throws IOException {
        if (!scu.accepts(Scu.Kind.of(file))) {
            decline(id, "it does not accept the SOP class in this transfer syntax");
            return;
        }
        int status;
        try {
            status = scu.store(file).status();
        } catch (IOException e) {
            failures = id.equals(failing) ? failures + 1 : 1;
            failing = id;
            if (failures < FAILURES_MAX || closed) {
                throw e;
            }
            decline(id, "the association ended " + failures + " times while it was sent");
            done(id);
            throw e;
        }
        if ((status & 0xFF00) == Status.OUT_OF_RESOURCES) {
            throw new IOException("it answered " + Status.text(status));
        }
        if (status == Status.SUCCESS || Status.isWarning(status)) {
            spool.archive().confirm(id);
            pauseMs = PAUSE_MS_MIN;
        } else {
            decline(id, "it answered " + Status.text(status));
        }
    }

    private void decline(String id, String why) throws IOException {
        LOG.warn("{} declines spool object {}: {}; offered again at the next start of the route", archive, id, why);
        spool.archive().decline(id);
    }

    private synchronized void done(String id) {
        waiting.remove(id);
    }

    /** Ends the association in hand; what is not confirmed is sent after the next start. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
