package org.qantara.engine.envelope;

import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.Received;
import org.qantara.mapping.hl7v2.Hl7Message;
import org.qantara.mapping.hl7v2.Hl7Path;
import org.qantara.mapping.hl7v2.Hl7Unreadable;
import org.qantara.mapping.source.SourceDocument;

/**
 * The envelope of HL7 v2 (v2.5.1 chapter 2.15.9): MSH readable with its delimiters, MSH-9, 10, 11 and 12 valued, type, processing
 * id and version taken by the route, MSH-3 and MSH-4 the route's sender.
 */
final class Hl7Envelope implements EnvelopeReader {
    static final Hl7Envelope READER = new Hl7Envelope();

    private static final List<String> VERSIONS = List.of(
            "2.1", "2.2", "2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.7.1", "2.8", "2.8.1", "2.8.2");
    private static final List<String> PROCESSING = List.of("P");
    private static final Hl7Path MESSAGE_TIME = Hl7Path.of("MSH-7");

    @Override
    public Judgement read(Received received) {
        Hl7Message message;
        try {
            message = Hl7Message.read(received.body(), Charset.forName(received.charset()));
        } catch (Hl7Unreadable e) {
            return new Judgement.Bad(
                    Labels.none(ContentHash.of(received.body())),
                    ErrorCode.MALFORMED,
                    null,
                    String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new Judgement.Bad(
                    Labels.none(ContentHash.of(received.body())),
                    ErrorCode.MALFORMED,
                    null,
                    "the charset that the connector decided on is not known here");
        }
        Labels labels = labels(message, received.route());
        Judgement.Bad fault = fault(message, labels, received.route());
        return fault != null ? fault : new Judgement.Good(labels);
    }

    private static Judgement.@Nullable Bad fault(Hl7Message message, Labels labels, FacilityRoute route) {
        for (int field : new int[] {9, 10, 11, 12}) {
            if (message.text("MSH-" + field + ".1") == null) {
                return new Judgement.Bad(
                        labels,
                        ErrorCode.MISSING_FIELD,
                        "MSH^1^" + field,
                        "MSH-" + field + " is empty, it must be valued");
            }
        }
        List<String> types = route.list("types");
        if (!types.isEmpty() && !takes(types, labels.messageType())) {
            return bad(labels, ErrorCode.UNSUPPORTED_MESSAGE_TYPE, 9, "message type", labels.messageType(), types);
        }
        List<String> processing = route.option("processing") == null ? PROCESSING : route.list("processing");
        String id = message.text("MSH-11.1");
        if (!processing.contains(id)) {
            return bad(labels, ErrorCode.UNSUPPORTED_PROCESSING_ID, 11, "processing id", id, processing);
        }
        List<String> versions = route.option("versions") == null ? VERSIONS : route.list("versions");
        if (!versions.contains(labels.version())) {
            return bad(labels, ErrorCode.UNSUPPORTED_VERSION, 12, "version", labels.version(), versions);
        }
        return sender(labels, route);
    }

    private static Judgement.@Nullable Bad sender(Labels labels, FacilityRoute route) {
        String application = route.option("sendingApplication");
        if (application != null && !application.equals(labels.sendingApplication())) {
            return bad(
                    labels,
                    ErrorCode.WRONG_SENDER,
                    3,
                    "sending application",
                    labels.sendingApplication(),
                    List.of(application));
        }
        String facility = route.option("sendingFacility");
        if (facility != null && !facility.equals(labels.sendingFacility())) {
            return bad(
                    labels, ErrorCode.WRONG_SENDER, 4, "sending facility", labels.sendingFacility(), List.of(facility));
        }
        return null;
    }

    private static Judgement.Bad bad(
            Labels labels, ErrorCode code, int field, String what, @Nullable String found, List<String> expected) {
        return new Judgement.Bad(
                labels,
                code,
                "MSH^1^" + field,
                what + " " + Shown.value(found) + " is not taken by this route, expected "
                        + String.join(" or ", expected));
    }

    private static boolean takes(List<String> types, @Nullable String type) {
        if (type == null) {
            return false;
        }
        int caret = type.indexOf('^');
        String any = (caret < 0 ? type : type.substring(0, caret)) + "^*";
        return types.contains(type) || types.contains(any);
    }

    private static Labels labels(Hl7Message message, FacilityRoute route) {
        PatientNumbers patients = PatientNumbers.of(message, route.option("authority"));
        String code = message.text("MSH-9.1");
        String event = message.text("MSH-9.2");
        String type = code == null ? null : event == null ? code : code + "^" + event;
        return new Labels(
                Shown.cut(message.text("MSH-10.1")),
                Shown.cut(type),
                Shown.cut(message.text("MSH-12.1")),
                Shown.cut(message.text("MSH-3.1")),
                Shown.cut(message.text("MSH-4.1")),
                Shown.cut(message.text("MSH-7.1")),
                patients.first(),
                Shown.cut(message.text("PV1-19.1")),
                Shown.cut(first(message, "ORC-2.1", "OBR-2.1")),
                Shown.cut(first(message, "ORC-3.1", "OBR-3.1", "TXA-15.1")),
                Shown.cut(first(message, "SPM-2.1.1", "SPM-2.2.1")),
                patients.others(),
                hash(message));
    }

    private static @Nullable String first(Hl7Message message, String... paths) {
        for (String path : paths) {
            String value = message.text(path);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static String hash(Hl7Message message) {
        long time = message.node(MESSAGE_TIME);
        return time == SourceDocument.NONE
                ? ContentHash.of(message.bytes())
                : ContentHash.without(message.bytes(), message.start(time), message.end(time));
    }
}
