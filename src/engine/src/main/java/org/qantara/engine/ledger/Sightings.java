package org.qantara.engine.ledger;

import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.message.StoredMessage;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.Unmapped;
import org.qantara.mapping.UnmappedCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What feeds send and the maps do not read, counted by facility: codes without a row in their table, fields that no rule reads, and the
 * warnings with which messages were delivered.
 *
 * <p>Counts are gathered in memory and added to the ledger every few seconds, so that a message costs no statement. A kill loses the
 * counts of the last seconds, nothing else; a ledger that is away is tried again. Everything has a limit: what a hostile feed makes up
 * is counted under {@link #FURTHER}. Thread-safe.
 */
public final class Sightings implements AutoCloseable {
    /** The name under which everything over a limit is counted. */
    public static final String FURTHER = "(further)";

    private static final Logger LOG = LoggerFactory.getLogger(Sightings.class);
    private static final int WAITING_MAX = 20_000;
    private static final int CODE_ROWS_MAX = 10_000;
    private static final int FIELD_ROWS_MAX = 5_000;
    private static final long FLUSH_EVERY_MS = 5_000;
    private static final long LAST_FLUSH_WAITS_MS = 5_000;

    /** A code of a table in a system, from a facility. */
    record CodeKey(String facility, String table, String system, String code) {}

    /** A field in messages of a type, from a facility. */
    record FieldKey(String facility, String messageType, String path) {}

    /** A warning of a kind at a place in messages of a type, from a facility. */
    record WarningKey(String facility, String messageType, String code, String path) {}

    /** How often, and what the newest message said. */
    record Seen(long messages, @Nullable String text, String path, OffsetDateTime at, long example) {
        Seen and(Seen newer) {
            return new Seen(
                    messages + newer.messages,
                    newer.text == null ? text : newer.text,
                    newer.path,
                    newer.at,
                    newer.example);
        }
    }

    private final Ledger ledger;
    private final int codeRowsMax;
    private final int fieldRowsMax;
    private final Map<CodeKey, Seen> codes = new HashMap<>();
    private final Map<FieldKey, Seen> fields = new HashMap<>();
    private final Map<WarningKey, Seen> warnings = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "qantara-sightings");
        thread.setDaemon(true);
        return thread;
    });

    Sightings(Ledger ledger) {
        this(ledger, CODE_ROWS_MAX, FIELD_ROWS_MAX);
    }

    Sightings(Ledger ledger, int codeRowsMax, int fieldRowsMax) {
        this.ledger = ledger;
        this.codeRowsMax = codeRowsMax;
        this.fieldRowsMax = fieldRowsMax;
    }

    /** Codes that tables have no row for, the most frequent first; of one facility or table, or all when null. */
    public List<UnmappedCodeRow> codes(@Nullable String facility, @Nullable String table, int limit)
            throws LedgerUnavailable {
        return ledger.read(connection -> SightingTables.codes(connection, facility, table, limit));
    }

    /** Fields that no map reads, the most frequent first; of one facility, or all when null. */
    public List<UnmappedFieldRow> fields(@Nullable String facility, int limit) throws LedgerUnavailable {
        return ledger.read(connection -> SightingTables.fields(connection, facility, limit));
    }

    /** What was delivered with a warning, the most frequent first. */
    public List<WarningRow> warnings(int limit) throws LedgerUnavailable {
        return ledger.read(connection -> WarningTable.list(connection, limit));
    }

    /** What of one delivered message the maps could not say. */
    public List<Warning> of(long intake) throws LedgerUnavailable {
        return ledger.read(connection -> WarningTable.of(connection, intake));
    }

    /** Takes a code off the list until it is seen again; false when it is not on it. Durable when it returns. */
    public boolean forget(String facility, String table, String system, String code)
            throws LedgerUnavailable, LedgerRejected {
        return Ledger.await(
                ledger.writer().submit(connection -> SightingTables.forget(connection, facility, table, system, code)));
    }

    void start() {
        timer.scheduleWithFixedDelay(this::flush, FLUSH_EVERY_MS, FLUSH_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /** Counts what the maps did not read of a message; call it once per message. */
    public void note(StoredMessage message, MapOutcome.Mapped mapped) {
        if (mapped.codes().isEmpty()
                && mapped.unmapped().isEmpty()
                && mapped.issues().isEmpty()) {
            return;
        }
        String facility = cut(message.facility(), 64);
        String type = message.labels().messageType();
        String shownType = cut(type == null ? message.received().format() : type, 60);
        OffsetDateTime at = MessageInsert.now();
        Set<Object> once = new HashSet<>();
        synchronized (this) {
            for (UnmappedCode code : mapped.codes()) {
                String system = code.system();
                CodeKey key = new CodeKey(
                        facility,
                        cut(code.table(), 100),
                        system == null ? "" : cut(system, 200),
                        cut(code.code(), 200));
                if (once.add(key)) {
                    String text = code.text() == null ? null : cut(code.text(), 300);
                    add(codes, key, new Seen(1, text, cut(code.path(), 100), at, message.intake()));
                }
            }
            for (Unmapped field : mapped.unmapped()) {
                FieldKey key = new FieldKey(facility, shownType, cut(field.path(), 100));
                if (once.add(key)) {
                    add(fields, key, new Seen(1, null, key.path(), at, message.intake()));
                }
            }
            for (Warning warning : Warning.of(mapped.issues())) {
                WarningKey key = new WarningKey(facility, shownType, cut(warning.code(), 60), cut(warning.path(), 100));
                if (once.add(key)) {
                    add(warnings, key, new Seen(1, null, key.path(), at, message.intake()));
                }
            }
        }
    }

    private static <K> void add(Map<K, Seen> map, K key, Seen seen) {
        if (map.size() < WAITING_MAX || map.containsKey(key)) {
            map.merge(key, seen, Seen::and);
        }
    }

    /** Adds what was gathered to the ledger; completes when it is durable. What could not be written is kept for the next time. */
    CompletableFuture<Boolean> flush() {
        Map<CodeKey, Seen> codesNow;
        Map<FieldKey, Seen> fieldsNow;
        Map<WarningKey, Seen> warningsNow;
        synchronized (this) {
            codesNow = Map.copyOf(codes);
            fieldsNow = Map.copyOf(fields);
            warningsNow = Map.copyOf(warnings);
            codes.clear();
            fields.clear();
            warnings.clear();
        }
        if (codesNow.isEmpty() && fieldsNow.isEmpty() && warningsNow.isEmpty()) {
            return CompletableFuture.completedFuture(true);
        }
        return ledger.writer()
                .submit(connection -> {
                    for (Map.Entry<CodeKey, Seen> entry : codesNow.entrySet()) {
                        SightingTables.add(connection, entry.getKey(), entry.getValue(), codeRowsMax);
                    }
                    for (Map.Entry<FieldKey, Seen> entry : fieldsNow.entrySet()) {
                        SightingTables.add(connection, entry.getKey(), entry.getValue(), fieldRowsMax);
                    }
                    for (Map.Entry<WarningKey, Seen> entry : warningsNow.entrySet()) {
                        WarningTable.add(connection, entry.getKey(), entry.getValue(), fieldRowsMax);
                    }
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure instanceof LedgerUnavailable) {
                        takeBack(codesNow, fieldsNow, warningsNow);
                    } else if (failure != null) {
                        // the database's text may quote a code: only its kind is logged
                        LOG.error(
                                "the ledger does not take the counts of unmapped codes, fields and warnings; {}, {} and {} are lost: {}",
                                codesNow.size(),
                                fieldsNow.size(),
                                warningsNow.size(),
                                failure.getClass().getName());
                    }
                });
    }

    private synchronized void takeBack(
            Map<CodeKey, Seen> codesNow, Map<FieldKey, Seen> fieldsNow, Map<WarningKey, Seen> warningsNow) {
        warningsNow.forEach((key, seen) -> add(warnings, key, seen));
        codesNow.forEach((key, seen) -> add(codes, key, seen));
        fieldsNow.forEach((key, seen) -> add(fields, key, seen));
    }

    private static String cut(String text, int chars) {
        String clean = text.indexOf('\0') < 0 ? text : text.replace("\0", ""); // PostgreSQL has no NUL in texts
        return clean.length() <= chars ? clean : clean.substring(0, chars);
    }

    /** Writes what was gathered, if the ledger is there, and stops. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            flush().get(LAST_FLUSH_WAITS_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the last counts of unmapped codes and fields could not be written");
        }
    }
}
