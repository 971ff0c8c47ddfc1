package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.study.StudyDocument;
import org.qantara.engine.study.StudyInstance;
import org.qantara.engine.study.StudyKey;

/**
 * Imaging studies in the ledger: what instances said, which messages wait for a version of their study, what destinations have. Writes go
 * through the ledger's one writer and are durable when they return; doing one twice gives the same. Thread-safe.
 */
public final class StudyLedger {
    private static final long ASK_AGAIN_MS = 5_000;

    private final Ledger ledger;
    private final Map<String, Long> facilities = new ConcurrentHashMap<>();

    StudyLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * A message that waits for a version of its study.
     *
     * @param document whether it is an encapsulated document
     */
    public record Waiting(long intake, long storedAtMs, boolean document) {}

    /**
     * What a destination has of a study.
     *
     * @param resource {@code ImagingStudy/<id>}; null when it did not take it
     * @param versions how often it was sent
     * @param staleAt since when something else of it should be said; null when nothing
     */
    public record Version(@Nullable String resource, int versions, @Nullable OffsetDateTime staleAt) {}

    /**
     * What became of an instance.
     *
     * @param otherPatient the study belongs to another patient number: nothing was noted
     * @param version what the destination has of the study; null when nothing was tried yet
     */
    public record Taken(boolean otherPatient, @Nullable Version version) {}

    /** A study as its tables have it, with the number of the last message that changed it. */
    public record Rows(long intake, String attributes, List<StudyDocument.Series> series) {}

    /** Notes an instance and that its message waits. */
    public Taken take(StoredMessage message, StudyKey key, boolean primary, StudyInstance instance)
            throws LedgerUnavailable, LedgerRejected {
        facilities.put(message.facility(), Long.MAX_VALUE);
        return Ledger.await(ledger.writer().submit(connection -> take(connection, message, key, primary, instance)));
    }

    private static Taken take(
            Connection connection, StoredMessage message, StudyKey key, boolean primary, StudyInstance instance)
            throws SQLException {
        if (StudyTable.isOfOther(connection, message, instance)) {
            return new Taken(true, null);
        }
        StudyTable.note(connection, message, instance);
        StudyTable.waits(connection, key, message, instance.document());
        if (!primary) {
            Settlements.pending(connection, message, key.destination());
        }
        return new Taken(
                false,
                StudyVersions.find(connection, key).map(Numbered::version).orElse(null));
    }

    /**
     * What the ledger says of an instance that came.
     *
     * @param taken counts only when the arrival says to proceed
     */
    public record Came(Arrival arrival, Taken taken) {}

    /** What the ledger will say. */
    public interface Coming {
        /** Waits until it is durable; the same each time. */
        Came await() throws LedgerUnavailable, LedgerRejected;
    }

    /** The arrival of a message and its instance in one, without waiting: those of one lane are written in the order of the calls. */
    public Coming arrive(StoredMessage message, StudyKey key, boolean primary, StudyInstance instance) {
        facilities.put(message.facility(), Long.MAX_VALUE);
        CompletableFuture<Came> came = ledger.writer().submit(connection -> {
            Arrival arrival = ledger.arrive(connection, message, key.destination(), primary);
            return new Came(
                    arrival,
                    arrival instanceof Arrival.Proceed
                            ? take(connection, message, key, primary, instance)
                            : new Taken(false, null));
        });
        return () -> Ledger.await(came);
    }

    /** Whether the facility has studies at all: most have none, and their results need not be compared with any. */
    public boolean any(String facility) throws LedgerUnavailable {
        long now = System.currentTimeMillis();
        long known = facilities.getOrDefault(facility, 0L);
        if (known == Long.MAX_VALUE || known > now) {
            return known == Long.MAX_VALUE;
        }
        boolean any = ledger.read(connection -> StudyTable.any(connection, facility));
        facilities.merge(facility, any ? Long.MAX_VALUE : now + ASK_AGAIN_MS, Math::max);
        return any;
    }

    /** The study; empty when nothing of it came. */
    public Optional<Rows> find(String facility, String studyUid) throws LedgerUnavailable {
        return ledger.read(connection -> StudyTable.find(connection, facility, studyUid));
    }

    /** What the destination has of it. */
    public Optional<Version> version(StudyKey key) throws LedgerUnavailable {
        return ledger.read(connection -> StudyVersions.find(connection, key)).map(Numbered::version);
    }

    /** Messages that wait for the study's next version, in order. */
    public List<Waiting> waiting(StudyKey key) throws LedgerUnavailable {
        return ledger.read(connection -> StudyTable.waiting(connection, key));
    }

    /** How one of the messages ended that waited. */
    public record Ended(StoredMessage message, Settlement settlement) {}

    /**
     * Writes that a version of the study was sent and how the messages ended that waited for it.
     *
     * @param intake number under which it was sent
     * @param resource {@code ImagingStudy/<id>}; null when the destination did not take it
     * @param staleAt what was stale up to then is said now
     */
    public void settle(
            StudyKey key,
            boolean primary,
            long intake,
            @Nullable String resource,
            @Nullable OffsetDateTime staleAt,
            List<Ended> ended)
            throws LedgerUnavailable, LedgerRejected {
        Ledger.await(ledger.writer().submit(connection -> {
            for (Ended one : ended) {
                ledger.settlements().settle(connection, one.message(), key.destination(), primary, one.settlement());
                StudyTable.waitsNoMore(connection, key, one.message().intake());
            }
            StudyVersions.sent(connection, key, intake, resource, staleAt);
            return true;
        }));
    }

    /** A study of which something else should be said, with its accession number. */
    public record Stale(StudyKey key, @Nullable String accession, OffsetDateTime staleAt) {}

    /** Studies of which something else should be said since an order or a rejection came. */
    public List<Stale> stale(int limit) throws LedgerUnavailable {
        return ledger.read(connection -> StudyVersions.stale(connection, limit));
    }

    /** Studies whose reports were not asked for yet, with their accession numbers. */
    public List<Unjoined> unjoined(String destination, int limit) throws LedgerUnavailable {
        return ledger.read(connection -> StudyVersions.unjoined(connection, destination, limit));
    }

    /** A study that is in the record and whose reports may not name it. */
    public record Unjoined(StudyKey key, @Nullable String accession) {}

    /** Notes that the reports of a study were sent again, or that it has none. */
    public void joined(StudyKey key) throws LedgerUnavailable, LedgerRejected {
        Ledger.await(ledger.writer().submit(connection -> StudyVersions.joined(connection, key)));
    }

    /** Nothing more is to be said of the study until something of it comes. */
    public void leave(StudyKey key) throws LedgerUnavailable, LedgerRejected {
        Ledger.await(ledger.writer().submit(connection -> StudyVersions.leave(connection, key)));
    }

    /** Studies with messages that have waited since before that time. */
    public List<StudyKey> waitingSince(OffsetDateTime before, int limit) throws LedgerUnavailable {
        return ledger.read(connection -> StudyTable.waitingSince(connection, before, limit));
    }

    /** The number of the last message that changed the study; 0 when there is none. */
    public long last(String facility, String studyUid) throws LedgerUnavailable {
        return ledger.read(connection -> StudyTable.last(connection, facility, studyUid));
    }

    /** The studies with an accession number that the destination has, {@code ImagingStudy/<id>}. */
    public List<String> resources(String facility, String accession, String destination) throws LedgerUnavailable {
        return ledger.read(connection -> StudyVersions.resources(connection, facility, accession, destination));
    }

    /** Which studies are looked for; every given part must hold. */
    public record Wanted(@Nullable String studyUid, @Nullable String patient, @Nullable String accession) {}

    /** A study that was found: its attributes as DICOM JSON. */
    public record Found(String facility, String studyUid, String attributes) {}

    /** Studies that answer a query, the newest first. */
    public List<Found> search(Wanted wanted, int limit) throws LedgerUnavailable {
        return ledger.read(connection -> StudySearch.find(connection, wanted, limit));
    }

    /** A version with the number it was sent under. */
    record Numbered(Version version, long intake) {}

    /** Marks the versions of studies with that accession number: an order of it came. */
    static void orderCame(Connection connection, String facility, @Nullable String accession) throws SQLException {
        if (accession != null) {
            StudyVersions.staleByAccession(connection, facility, accession);
        }
    }
}
