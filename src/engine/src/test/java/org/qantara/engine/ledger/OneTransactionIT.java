package org.qantara.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.MessageState;
import org.qantara.engine.message.Fault;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.testing.Made;

/** A message that is only looked at when it arrives, and written once, with its end. */
class OneTransactionIT {
    private static final String DPP = "dpp";

    @TempDir
    Path folder;

    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger =
                Ledger.open(LedgerSettings.of("jdbc:h2:file:" + folder.resolve("ledger") + ";WRITE_DELAY=0", "sa", ""));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void lookingWritesNothingAndTheEndWritesAll() throws Exception {
        StoredMessage message = message(1, "C1", "hash");
        assertThat(ledger.look(message, DPP, true)).isEqualTo(new Arrival.Proceed());
        assertThat(ledger.find(1)).isEmpty();
        ledger.arriveAndSettle(message, DPP, true, delivered());
        MessageRow row = ledger.find(1).orElseThrow();
        assertThat(row.state()).isEqualTo(MessageState.DELIVERED);
        assertThat(row.written()).isEqualTo(3);
        assertThat(ledger.body(1)).hasValue(message.received().body());
        assertThat(ledger.stateAt(1, DPP)).hasValue(MessageState.DELIVERED);
        assertThat(ledger.look(message, DPP, true))
                .as("after a crash before the broker's acknowledgement")
                .isEqualTo(new Arrival.Settled(MessageState.DELIVERED));
    }

    @Test
    void aRetransmissionIsSeenAndTheSameIdWithOtherBytesIsNot() throws Exception {
        ledger.arriveAndSettle(message(1, "C1", "hash"), DPP, true, delivered());
        StoredMessage again = message(2, "C1", "hash");
        assertThat(ledger.look(again, DPP, true)).isEqualTo(new Arrival.Duplicate(1));
        ledger.arriveAndSettle(again, DPP, true, Settlement.duplicate(1));
        assertThat(ledger.find(2).orElseThrow().duplicateOf()).isEqualTo(1);
        assertThat(ledger.look(message(3, "C1", "other"), DPP, true)).isEqualTo(new Arrival.Proceed());
        ledger.arriveAndSettle(message(3, "C1", "other"), DPP, true, delivered());
        assertThat(ledger.find(3).orElseThrow().flags()).isEqualTo("CONTROL-ID-REUSED");
    }

    @Test
    void whatIsKnownOfItAlreadyIsBroughtToItsEnd() throws Exception {
        StoredMessage noted = message(1, "C1", "one");
        ledger.note(noted).get();
        ledger.arriveAndSettle(noted, DPP, true, delivered());
        assertThat(ledger.find(1).orElseThrow().state()).isEqualTo(MessageState.DELIVERED);

        StoredMessage tried = message(2, "C2", "two");
        ledger.attempted(tried, DPP, 1, 503, "the destination answered 503").get();
        assertThat(ledger.find(2).orElseThrow().state()).isEqualTo(MessageState.ACCEPTED);
        Fault fault = Fault.of(ErrorCode.MAPPING_FAILED, null, "no birth date");
        ledger.arriveAndSettle(tried, DPP, true, Settlement.quarantined(fault, 2, 422, "maps"));
        assertThat(ledger.find(2).orElseThrow().state()).isEqualTo(MessageState.QUARANTINED);
        assertThat(ledger.stateAt(2, DPP)).hasValue(MessageState.QUARANTINED);
    }

    @Test
    void anotherDestinationMayComeFirst() throws Exception {
        StoredMessage message = message(1, "C1", "hash");
        ledger.arriveAndSettle(message, "archive", false, delivered());
        assertThat(ledger.find(1).orElseThrow().state()).isEqualTo(MessageState.ACCEPTED);
        assertThat(ledger.look(message, DPP, true)).isEqualTo(new Arrival.Proceed());
        ledger.arriveAndSettle(message, DPP, true, delivered());
        assertThat(ledger.find(1).orElseThrow().state()).isEqualTo(MessageState.DELIVERED);
    }

    @Test
    void anInitialLoadSeesWhatIsInHand() throws Exception {
        StoredMessage live = message(1, "C1", "hash");
        StoredMessage load = message(2, "C2", "older");
        assertThat(ledger.liveBefore(load)).isEmpty();
        ledger.look(live, DPP, true);
        assertThat(ledger.liveBefore(load)).containsExactly(MessageState.ACCEPTED);
        ledger.arriveAndSettle(live, DPP, true, delivered());
        ledger.away(live);
        assertThat(ledger.liveBefore(load)).containsExactly(MessageState.DELIVERED);
    }

    @Test
    void whatManyMessagesOfABatchRepeatKeepsTheGreatestNumber() throws Exception {
        Settlement repeats = Settlement.delivered(1, 200, 1, 0, List.of("Location/ward"), "maps");
        ledger.arriveAndSettle(message(7, "C7", "seven"), DPP, true, repeats);
        ledger.arriveAndSettle(message(5, "C5", "five"), DPP, true, repeats);
        assertThat(ledger.repeatedBeyond(message(6, "C6", "six"), DPP, List.of("Location/ward")))
                .containsExactly("Location/ward");
        assertThat(ledger.repeatedBeyond(message(8, "C8", "eight"), DPP, List.of("Location/ward")))
                .isEmpty();
    }

    private static Settlement delivered() {
        return Settlement.delivered(1, 200, 3, 0, List.of(), "maps");
    }

    private static StoredMessage message(long intake, @Nullable String controlId, String hash) {
        Labels labels = new Labels(
                controlId, "ADT^A08", "2.5", "HIS", "CHU", "2026", "P1", "V1", null, null, null, List.of(), hash);
        return new StoredMessage(
                intake,
                Kind.MESSAGE,
                3,
                false,
                List.of(),
                0,
                System.currentTimeMillis(),
                Made.received(Made.a08("C" + intake, "P1", "Name")),
                labels,
                null,
                null);
    }
}
