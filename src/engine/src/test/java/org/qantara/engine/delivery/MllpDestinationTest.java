package org.qantara.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qantara.engine.envelope.EnvelopeReader;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.Received;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.testing.Made;

class MllpDestinationTest {
    private static Outbound outbound() {
        Received received = Made.received(Made.a08("C1", "P1", "Alaoui"));
        return new Outbound(
                new StoredMessage(
                        7,
                        Kind.MESSAGE,
                        0,
                        false,
                        List.of(),
                        7,
                        0,
                        received,
                        EnvelopeReader.of("hl7v2").read(received).labels(),
                        null,
                        null),
                null);
    }

    @ParameterizedTest(name = "MSA|{0}|{1} is {2}")
    @CsvSource({
        "AA, C1, Delivered",
        "CA, C1, Delivered",
        "AE, C1, Rejected",
        "CE, C1, Rejected",
        "AR, C1, Retry",
        "CR, C1, Retry",
        "AA, C2, Unknown",
        "AA, , Unknown",
        "XX, C1, Retry"
    })
    void everyAcknowledgement(String code, String controlId, String expected) {
        String ack =
                "MSH|^~\\&|A|B|C|D|2026||ACK|9|P|2.5\rMSA|" + code + "|" + (controlId == null ? "" : controlId) + "\r";
        MllpDestination his = new MllpDestination(
                "his", (message, charset) -> ack.getBytes(StandardCharsets.US_ASCII), false, List.of());
        assertThat(his.deliver(outbound()).getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void whatMayHaveArrivedIsSentOnceMoreOnlyToAPeerThatIsIdempotent() {
        AtomicInteger sends = new AtomicInteger();
        MllpExchange broken = (message, charset) -> {
            sends.incrementAndGet();
            throw new IOException("reset");
        };
        assertThat(new MllpDestination("his", broken, false, List.of()).deliver(outbound()))
                .isInstanceOf(Answer.Unknown.class);
        assertThat(sends).hasValue(1);
        assertThat(new MllpDestination("his", broken, true, List.of()).deliver(outbound()))
                .isInstanceOf(Answer.Unknown.class);
        assertThat(sends).hasValue(3);
        MllpExchange away = (message, charset) -> {
            throw new MllpExchange.NotSent("refused", new IOException());
        };
        assertThat(new MllpDestination("his", away, false, List.of()).deliver(outbound()))
                .isInstanceOf(Answer.Retry.class);
    }

    @Test
    void itTakesWhatItIsToldTo() {
        MllpDestination adt = new MllpDestination("his", (m, c) -> m, false, List.of("ADT^*", "ORU^R01"));
        assertThat(adt.takes("F", "ADT^A08")).isTrue();
        assertThat(adt.takes("F", "ORU^R01")).isTrue();
        assertThat(adt.takes("F", "ORU^R30")).isFalse();
        assertThat(adt.takes("F", "DICOM^CT")).isFalse();
        assertThat(adt.takes("F", null)).isFalse();
    }
}
