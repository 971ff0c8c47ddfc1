package org.qantara.engine.order;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.qantara.engine.envelope.EnvelopeReader;
import org.qantara.engine.envelope.Judgement;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.Received;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.testing.Made;

/**
 * Fuzz target: any bytes as a laboratory's message through what the engine reads of it before the maps: envelope, orders. Behind
 * {@code -Plong} it replays, with JAZZER_FUZZ=1 in the environment it searches; the only fault is an exception.
 */
@Tag("long")
class LaboratoryFuzzTest {
    private static final String[] FORMATS = {"astm", "hprim", "csv"};
    private static final String[] CHARSETS = {"UTF-8", "ISO-8859-1", "UTF-16LE"};

    @FuzzTest(maxDuration = "90s")
    void envelopeAndOrdersAreRead(byte[] bytes) {
        for (String format : FORMATS) {
            for (String charset : CHARSETS) {
                Received received = new Received(
                        Made.FACILITY,
                        "file",
                        format,
                        "folder",
                        0,
                        OffsetDateTime.parse("2026-03-01T10:00:00+01:00"),
                        charset,
                        "assumed",
                        null,
                        null,
                        bytes);
                if (EnvelopeReader.of(format).read(received) instanceof Judgement.Good good) {
                    OrderReader.read(new StoredMessage(
                            1, Kind.values()[0], 0, false, List.of(), 0, 0, received, good.labels(), null, null));
                }
            }
        }
    }
}
