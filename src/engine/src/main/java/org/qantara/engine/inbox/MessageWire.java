package org.qantara.engine.inbox;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.broker.Topology;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Fault;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.Received;
import org.qantara.engine.message.StoredBody;
import org.qantara.engine.message.StoredMessage;

/** A stored message as a broker message: labels as properties, the body behind its storage header. Reads what it writes. */
public final class MessageWire {
    private static final String SEPARATOR = "\n";

    private MessageWire() {}

    static ClientMessage write(ClientMessage out, StoredMessage message) {
        out.putLongProperty("intake", message.intake());
        out.putStringProperty("kind", message.kind().name());
        out.putIntProperty("lane", message.lane());
        out.putBooleanProperty("bulk", message.bulk());
        text(out, "meets", message.meets().stream().map(String::valueOf).collect(Collectors.joining(" ")));
        out.putLongProperty("settledBelow", message.settledBelow());
        out.putLongProperty("storedAt", message.storedAtMs());
        Received received = message.received();
        text(out, "facility", received.route().code());
        text(out, "options", received.route().encodedOptions());
        text(out, "protocol", received.protocol());
        text(out, "format", received.format());
        text(out, "peer", received.peer());
        out.putIntProperty("port", received.port());
        text(out, "receivedAt", received.receivedAt().toString());
        text(out, "charset", received.charset());
        text(out, "charsetSource", received.charsetSource());
        text(out, "certificate", received.peerCertificate());
        text(out, "fault", received.transportFault());
        labels(out, message.labels());
        text(out, Topology.ONLY, message.only());
        Fault refusal = message.refusal();
        if (refusal != null) {
            text(out, "refusalCode", refusal.code().name());
            text(out, "refusalLocation", refusal.location());
            text(out, "refusalText", refusal.text());
        }
        out.getBodyBuffer().writeBytes(StoredBody.encode(received.body()));
        return out;
    }

    private static void labels(ClientMessage out, Labels labels) {
        text(out, "controlId", labels.controlId());
        text(out, "type", labels.messageType());
        text(out, "version", labels.version());
        text(out, "sendingApplication", labels.sendingApplication());
        text(out, "sendingFacility", labels.sendingFacility());
        text(out, "messageTime", labels.messageTime());
        text(out, "patient", labels.patient());
        text(out, "visit", labels.visit());
        text(out, "placerOrder", labels.placerOrder());
        text(out, "fillerOrder", labels.fillerOrder());
        text(out, "sample", labels.sample());
        text(out, "otherPatients", String.join(SEPARATOR, labels.otherPatients()));
        text(out, "hash", labels.contentHash());
    }

    /**
     * The stored message of a broker message.
     *
     * @throws IllegalArgumentException when it was not written by {@link #write}, or its body is damaged
     */
    public static StoredMessage read(ClientMessage in) {
        byte[] body = new byte[in.getBodySize()];
        in.getBodyBuffer().readBytes(body);
        Received received = new Received(
                FacilityRoute.decode(required(in, "facility"), textOr(in, "options", "")),
                required(in, "protocol"),
                required(in, "format"),
                required(in, "peer"),
                in.getIntProperty("port"),
                OffsetDateTime.parse(required(in, "receivedAt")),
                required(in, "charset"),
                required(in, "charsetSource"),
                in.getStringProperty("certificate"),
                in.getStringProperty("fault"),
                StoredBody.decode(body));
        Labels labels = new Labels(
                in.getStringProperty("controlId"),
                in.getStringProperty("type"),
                in.getStringProperty("version"),
                in.getStringProperty("sendingApplication"),
                in.getStringProperty("sendingFacility"),
                in.getStringProperty("messageTime"),
                in.getStringProperty("patient"),
                in.getStringProperty("visit"),
                in.getStringProperty("placerOrder"),
                in.getStringProperty("fillerOrder"),
                in.getStringProperty("sample"),
                split(textOr(in, "otherPatients", ""), SEPARATOR),
                required(in, "hash"));
        return new StoredMessage(
                in.getLongProperty("intake"),
                Kind.valueOf(required(in, "kind")),
                in.getIntProperty("lane"),
                in.getBooleanProperty("bulk"),
                split(textOr(in, "meets", ""), " ").stream()
                        .map(Integer::valueOf)
                        .toList(),
                in.getLongProperty("settledBelow"),
                in.getLongProperty("storedAt"),
                received,
                labels,
                refusal(in),
                in.getStringProperty(Topology.ONLY));
    }

    private static @Nullable Fault refusal(ClientMessage in) {
        String code = in.getStringProperty("refusalCode");
        return code == null
                ? null
                : Fault.of(
                        ErrorCode.valueOf(code), in.getStringProperty("refusalLocation"), required(in, "refusalText"));
    }

    private static List<String> split(String text, String separator) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(separator));
    }

    private static void text(ClientMessage out, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            out.putStringProperty(name, value);
        }
    }

    private static String required(ClientMessage in, String name) {
        String value = in.getStringProperty(name);
        if (value == null) {
            throw new IllegalArgumentException("broker message without the property " + name);
        }
        return value;
    }

    private static String textOr(ClientMessage in, String name, String otherwise) {
        return Objects.requireNonNullElse(in.getStringProperty(name), otherwise);
    }
}
