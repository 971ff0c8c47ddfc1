package org.qantara.engine.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.MessageState;
import org.qantara.engine.message.StoredMessage;
import org.qantara.mapping.MapOutcome;

/** What lanes ask of the ledger and write into it. Thread-safe. */
public interface LaneLedger {
    /** Makes sure of the row and says what to do with the message; the answer is durable. */
    Arrival arrive(StoredMessage message, String destination, boolean primary) throws LedgerUnavailable, LedgerRejected;

    /**
     * The same for a message whose equals can only come behind it in its own lane: nothing is written, until {@link #arriveAndSettle}
     * writes everything at once. In between it is in hand, up to {@link #away}.
     */
    Arrival look(StoredMessage message, String destination, boolean primary) throws LedgerUnavailable;

    /** The primary destination's lane has let go of a message that was looked at. */
    void away(StoredMessage message);

    /** Writes a message that was looked at: its row, its key and how it ended; durable when it returns. */
    void arriveAndSettle(StoredMessage message, String destination, boolean primary, Settlement settlement)
            throws LedgerUnavailable, LedgerRejected;

    /** Writes how the message ended at a destination; durable when it returns. */
    void settle(StoredMessage message, String destination, boolean primary, Settlement settlement)
            throws LedgerUnavailable, LedgerRejected;

    /** Writes the row of a message that is only waiting, so that people find it. Best effort. */
    CompletableFuture<Void> note(StoredMessage message);

    /** Notes an attempt that will be repeated. Best effort. */
    CompletableFuture<Boolean> attempted(
            StoredMessage message, String destination, int attempts, @Nullable Integer httpStatus, String text);

    /** The state of a message at a destination, empty when it has none yet. */
    Optional<MessageState> stateAt(long intake, String destination) throws LedgerUnavailable;

    /** Notes that a lane stands before a message of several patients; durable when it returns. */
    void arriveAtBarrier(long intake, String destination, int lane) throws LedgerUnavailable, LedgerRejected;

    /** The lanes that stand before a message of several patients. */
    List<Integer> lanesAtBarrier(long intake, String destination) throws LedgerUnavailable;

    /** Which of these resources, {@code Patient/<id>}, a newer message of the facility has repeated without being sent for it. */
    Set<String> repeatedBeyond(StoredMessage message, String destination, Collection<String> resources)
            throws LedgerUnavailable;

    /** The states of the live messages of a patient that came before a message of an initial load. */
    Set<MessageState> liveBefore(StoredMessage bulk) throws LedgerUnavailable;

    /** The message as the inbox stored it, to be sent again. */
    Optional<StoredMessage> load(long intake) throws LedgerUnavailable;

    /** The settled messages of a patient from a number on, in order; those on their way, duplicates and discarded ones left out. */
    List<StoredMessage> ofPatientFrom(String facility, String patient, long from, int limit) throws LedgerUnavailable;

    /** Counts what the maps did not read of a message; call it once per message. */
    void sighted(StoredMessage message, MapOutcome.Mapped mapped);

    /** What people did to a message, oldest first. */
    List<ActionRow> actions(long intake) throws LedgerUnavailable;

    /** Imaging studies, put together from instances. */
    StudyLedger studies();
}
