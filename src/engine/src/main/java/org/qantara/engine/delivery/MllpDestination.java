package org.qantara.engine.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.message.Fault;
import org.qantara.engine.message.Received;
import org.qantara.mapping.hl7v2.Hl7Message;
import org.qantara.mapping.hl7v2.Hl7Unreadable;

/**
 * A peer that takes HL7 v2 as it came, for example the hospital's own information system. An acknowledgement counts only when its
 * MSA-2 is the message's MSH-10 (v2.5.1 chapter 2.9). AA and CA: delivered; AE and CE: the message's fault; AR and CR: not now. When
 * the connection broke after sending, a peer that is declared idempotent gets the message once more, any other waits for a person.
 */
public final class MllpDestination implements Destination {
    private static final Set<String> TAKEN = Set.of("AA", "CA");
    private static final Set<String> REJECTED = Set.of("AE", "CE");

    private final String name;
    private final MllpExchange exchange;
    private final boolean idempotent;
    private final List<String> types;

    /**
     * @param idempotent whether the peer takes the same message twice without harm
     * @param types message types it takes, {@code ADT^*} or {@code ORU^R01}; empty: all HL7 v2
     */
    public MllpDestination(String name, MllpExchange exchange, boolean idempotent, List<String> types) {
        this.name = name;
        this.exchange = exchange;
        this.idempotent = idempotent;
        this.types = List.copyOf(types);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean takesBundles() {
        return false;
    }

    @Override
    public boolean takes(String facility, @Nullable String messageType) {
        if (messageType == null || messageType.startsWith("DICOM^") || messageType.startsWith("ASTM^")) {
            return false;
        }
        String any = messageType.split("\\^", 2)[0] + "^*";
        return types.isEmpty() || types.contains(messageType) || types.contains(any);
    }

    @Override
    public Answer deliver(Outbound outbound) {
        Answer first = once(outbound);
        return first instanceof Answer.Unknown && idempotent ? once(outbound) : first;
    }

    private Answer once(Outbound outbound) {
        Received received = outbound.message().received();
        byte[] answer;
        try {
            answer = exchange.exchange(received.body(), received.charset());
        } catch (MllpExchange.NotSent e) {
            return new Answer.Retry(null, "the peer could not be reached", 0);
        } catch (IOException e) {
            return new Answer.Unknown("the connection ended before the peer acknowledged; it may have the message");
        }
        return read(answer, outbound.message().labels().controlId());
    }

    private static Answer read(byte[] answer, @Nullable String controlId) {
        Hl7Message ack;
        try {
            ack = Hl7Message.read(answer, StandardCharsets.ISO_8859_1);
        } catch (Hl7Unreadable e) {
            return new Answer.Unknown("the peer's answer is no HL7 message; it may have the message");
        }
        String code = String.valueOf(ack.text("MSA-1"));
        if (controlId == null || !controlId.equals(ack.text("MSA-2"))) {
            return new Answer.Unknown("the peer acknowledged another message (MSA-2 differs); it may have this one");
        }
        if (TAKEN.contains(code)) {
            return new Answer.Delivered(null, 1);
        }
        if (REJECTED.contains(code)) {
            String error = String.valueOf(ack.text("ERR-3.1"));
            String place = ack.text("ERR-2.1");
            return new Answer.Rejected(
                    null,
                    new Fault(
                            ErrorCode.DESTINATION_REJECTED,
                            code,
                            place,
                            "the peer answered " + code + ", error " + error));
        }
        return new Answer.Retry(null, "the peer answered " + code, 0);
    }
}
