package org.qantara.connectors.mllp.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes acknowledgements in the sender's version, delimiters and character set (HL7 v2 chapter 2: MSH, MSA, ERR).
 *
 * <p>MSH-3/4 and MSH-5/6 change places, MSH-10 comes back in MSA-2 byte for byte. A refusal carries an ERR segment: from version 2.5 ERR-2, 3, 4, 5
 * and 7, before that ERR-1 and MSA-3. Thread-safe.
 */
public final class AckWriter {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx");
    private static final List<String> NO_FIELDS = List.of("^~\\&");
    private static final Pattern VERSION = Pattern.compile("2(\\.\\d{1,2}){1,3}");
    private static final String ANSWER_VERSION = "2.5.1";
    private static final Msh NOBODY = new Msh("MSH", '|', NO_FIELDS, StandardCharsets.ISO_8859_1);

    private final String controlIdPrefix =
            Long.toString(System.currentTimeMillis(), 36).toUpperCase(Locale.ROOT);
    private final AtomicLong controlIds = new AtomicLong();

    /** The answer of the original mode, or the application acknowledgement of the enhanced mode. */
    public byte[] application(@Nullable Msh msh, Charset charset, Verdict verdict, OffsetDateTime now) {
        boolean enhanced = AckMode.of(msh).enhanced();
        return write(msh, charset, verdict, verdict.code(), now, enhanced ? "NE" : "");
    }

    /** The commit acknowledgement of the enhanced mode: {@code AA} becomes {@code CA}, and so on. It must not be acknowledged: MSH-15/16 are empty. */
    public byte[] commit(Msh msh, Charset charset, Verdict verdict, OffsetDateTime now) {
        return write(msh, charset, verdict, verdict.commitCode(), now, "");
    }

    private byte[] write(
            @Nullable Msh received,
            Charset charset,
            Verdict verdict,
            String code,
            OffsetDateTime now,
            String acknowledgeThis) {
        Msh msh = received == null ? NOBODY : received.asMessageHeader();
        SegmentText text = new SegmentText(msh, charset);
        String version = isVersion(msh.versionId()) ? msh.versionId() : ANSWER_VERSION;
        boolean errorLocations = atLeast(version, 5);

        StringBuilder ack = new StringBuilder(256);
        ack.append("MSH").append(msh.fieldSeparator()).append(text.encodingCharacters());
        text.fields(
                ack,
                msh.field(5),
                msh.field(6),
                msh.field(3),
                msh.field(4),
                TIMESTAMP.format(now),
                "",
                messageType(msh, version),
                controlIdPrefix
                        + Long.toString(controlIds.incrementAndGet(), 36).toUpperCase(Locale.ROOT),
                msh.field(11).isEmpty() ? "P" : msh.field(11),
                isVersion(msh.versionId()) ? msh.field(12) : ANSWER_VERSION);
        String charsets = atLeast(version, 3) ? msh.field(18) : "";
        if (!acknowledgeThis.isEmpty() || !charsets.isEmpty()) {
            text.fields(ack, "", "", acknowledgeThis, acknowledgeThis, "", charsets);
        }
        ack.append('\r').append("MSA");
        text.fields(ack, code, msh.messageControlId());
        if (!verdict.positive() && !errorLocations && verdict.text() != null) {
            text.fields(ack, text.escaped(verdict.text(), 80));
        }
        ack.append('\r');
        if (!verdict.positive()) {
            error(ack, text, verdict, errorLocations);
        }
        return ack.toString().getBytes(msh.view());
    }

    private static void error(StringBuilder ack, SegmentText text, Verdict verdict, boolean errorLocations) {
        String hl7Error = verdict.hl7Error() == null ? Verdict.APPLICATION_ERROR : verdict.hl7Error();
        String[] coded = {hl7Error, Table0357.text(hl7Error), "HL70357"};
        String location = text.location(verdict.location());
        ack.append("ERR");
        if (errorLocations) {
            String explanation = verdict.text() == null ? "" : text.escaped(verdict.text(), 250);
            String symbol = verdict.errorCode() == null ? "" : text.escaped(verdict.errorCode(), 60);
            text.fields(ack, "", location, text.components(coded), "E", symbol, "", explanation);
        } else {
            text.fields(ack, text.locationWithCode(verdict.location(), coded));
        }
        ack.append('\r');
    }

    /** MSH-9 of the answer: ACK alone before 2.4, then with the sender's event and the structure. */
    private static String messageType(Msh msh, String version) {
        String event = msh.triggerEvent();
        char separator = msh.componentSeparator();
        return atLeast(version, 4) && !event.isEmpty() ? "ACK" + separator + event + separator + "ACK" : "ACK";
    }

    private static boolean isVersion(String version) {
        return VERSION.matcher(version).matches();
    }

    private static boolean atLeast(String version, int minor) {
        String[] numbers = version.split("\\.", -1);
        return Integer.parseInt(numbers[1]) >= minor;
    }
}
