package org.qantara.engine.inbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

/**
 * A stored message as a broker message: a head with everything that is known of it, then the body behind its storage header. Both
 * are in the broker's body: as thirty properties the head would cost the broker more than the message itself. A property says which
 * destination a message is for, because queues filter by it. Reads what it writes.
 *
 * <pre>
 * 0  byte  format of the head: 1
 * 1  int   length of the head in bytes
 * 5  head  numbers as such, texts as int length (-1 = none) and UTF-8, in the order of {@link #write}
 * .. body  see {@link StoredBody}
 * </pre>
 */
public final class MessageWire {
    private static final byte FORMAT = 1;
    private static final int PREFIX_BYTES = 5;
    private static final int HEAD_BYTES = 512;
    private static final int NONE = -1;

    private MessageWire() {}

    static ClientMessage write(ClientMessage out, StoredMessage message) {
        String only = message.only();
        if (only != null) {
            out.putStringProperty(Topology.ONLY, only);
        }
        byte[] head = head(message);
        byte[] body = StoredBody.encode(message.received().body());
        out.getBodyBuffer().writeByte(FORMAT);
        out.getBodyBuffer().writeInt(head.length);
        out.getBodyBuffer().writeBytes(head);
        out.getBodyBuffer().writeBytes(body);
        return out;
    }

    private static byte[] head(StoredMessage message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(HEAD_BYTES);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(message.intake());
            text(out, message.kind().name());
            out.writeInt(message.lane());
            out.writeBoolean(message.bulk());
            out.writeInt(message.meets().size());
            for (int lane : message.meets()) {
                out.writeInt(lane);
            }
            out.writeLong(message.settledBelow());
            out.writeLong(message.storedAtMs());
            received(out, message.received());
            labels(out, message.labels());
            Fault refusal = message.refusal();
            out.writeBoolean(refusal != null);
            if (refusal != null) {
                text(out, refusal.code().name());
                text(out, refusal.detail());
                text(out, refusal.location());
                text(out, refusal.text());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an array does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void received(DataOutputStream out, Received received) throws IOException {
        text(out, received.route().code());
        text(out, received.route().encodedOptions());
        text(out, received.protocol());
        text(out, received.format());
        text(out, received.peer());
        out.writeInt(received.port());
        text(out, received.receivedAt().toString());
        text(out, received.charset());
        text(out, received.charsetSource());
        text(out, received.peerCertificate());
        text(out, received.transportFault());
    }

    private static void labels(DataOutputStream out, Labels labels) throws IOException {
        text(out, labels.controlId());
        text(out, labels.messageType());
        text(out, labels.version());
        text(out, labels.sendingApplication());
        text(out, labels.sendingFacility());
        text(out, labels.messageTime());
        text(out, labels.patient());
        text(out, labels.visit());
        text(out, labels.placerOrder());
        text(out, labels.fillerOrder());
        text(out, labels.sample());
        out.writeInt(labels.otherPatients().size());
        for (String other : labels.otherPatients()) {
            text(out, other);
        }
        text(out, labels.contentHash());
    }

    /**
     * The stored message of a broker message.
     *
     * @throws IllegalArgumentException when it was not written by {@link #write}, or is damaged
     */
    public static StoredMessage read(ClientMessage in) {
        byte[] all = new byte[in.getBodySize()];
        in.getBodyBuffer().readBytes(all);
        try (DataInputStream head = new DataInputStream(new ByteArrayInputStream(all))) {
            byte format = head.readByte();
            int length = head.readInt();
            if (format != FORMAT || length < 0 || length > all.length - PREFIX_BYTES) {
                throw new IllegalArgumentException("broker message of format " + format + " with a head of " + length
                        + " bytes in " + all.length + " is not known to this version");
            }
            byte[] body = new byte[all.length - PREFIX_BYTES - length];
            System.arraycopy(all, PREFIX_BYTES + length, body, 0, body.length);
            return message(head, StoredBody.decode(body), in.getStringProperty(Topology.ONLY));
        } catch (IOException e) {
            throw new IllegalArgumentException("the head of a broker message ends early", e);
        }
    }

    private static StoredMessage message(DataInputStream in, byte[] body, @Nullable String only) throws IOException {
        long intake = in.readLong();
        Kind kind = Kind.valueOf(required(in));
        int lane = in.readInt();
        boolean bulk = in.readBoolean();
        List<Integer> meets = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            meets.add(in.readInt());
        }
        long settledBelow = in.readLong();
        long storedAtMs = in.readLong();
        Received received = received(in, body);
        Labels labels = labels(in);
        Fault refusal =
                in.readBoolean() ? new Fault(ErrorCode.valueOf(required(in)), text(in), text(in), required(in)) : null;
        return new StoredMessage(
                intake, kind, lane, bulk, meets, settledBelow, storedAtMs, received, labels, refusal, only);
    }

    private static Received received(DataInputStream in, byte[] body) throws IOException {
        return new Received(
                FacilityRoute.decode(required(in), required(in)),
                required(in),
                required(in),
                required(in),
                in.readInt(),
                OffsetDateTime.parse(required(in)),
                required(in),
                required(in),
                text(in),
                text(in),
                body);
    }

    private static Labels labels(DataInputStream in) throws IOException {
        String[] texts = new String[11];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text(in);
        }
        List<String> others = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            others.add(required(in));
        }
        return new Labels(
                texts[0],
                texts[1],
                texts[2],
                texts[3],
                texts[4],
                texts[5],
                texts[6],
                texts[7],
                texts[8],
                texts[9],
                texts[10],
                others,
                required(in));
    }

    private static void text(DataOutputStream out, @Nullable String value) throws IOException {
        if (value == null) {
            out.writeInt(NONE);
            return;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static @Nullable String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length == NONE) {
            return null;
        }
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException("a text of " + length + " bytes does not fit into its head");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String required(DataInputStream in) throws IOException {
        return Objects.requireNonNullElseGet(text(in), () -> {
            throw new IllegalArgumentException("broker message without a text that every message has");
        });
    }
}
