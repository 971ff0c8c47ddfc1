package org.qantara.connectors.dicom.dimse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A DIMSE command set (PS3.7 chapter 6.3 and annex E): elements of group 0000 in implicit VR little endian, by element
 * number. A builder while it is being made; not thread-safe.
 */
public final class CommandSet {
    public static final int AFFECTED_SOP_CLASS_UID = 0x0002;
    public static final int COMMAND_FIELD = 0x0100;
    public static final int MESSAGE_ID = 0x0110;
    public static final int MESSAGE_ID_BEING_RESPONDED_TO = 0x0120;
    public static final int MOVE_ORIGINATOR_AE_TITLE = 0x1030;
    public static final int PRIORITY = 0x0700;
    public static final int COMMAND_DATA_SET_TYPE = 0x0800;
    public static final int STATUS = 0x0900;
    public static final int OFFENDING_ELEMENT = 0x0901;
    public static final int ERROR_COMMENT = 0x0902;
    public static final int AFFECTED_SOP_INSTANCE_UID = 0x1000;
    private static final int GROUP_LENGTH = 0x0000;
    private static final int ELEMENT_HEADER_LENGTH = 8;
    private static final int ERROR_COMMENT_CHARACTERS_MAX = 64;

    private final TreeMap<Integer, byte[]> elements = new TreeMap<>();

    /** The answer to a request: the bits every response shares (PS3.7 section 9.3). */
    public static CommandSet responseTo(CommandSet request, int status) {
        CommandSet response = new CommandSet()
                .put(COMMAND_FIELD, request.commandField() | Command.RESPONSE)
                .put(MESSAGE_ID_BEING_RESPONDED_TO, request.number(MESSAGE_ID, 0))
                .put(COMMAND_DATA_SET_TYPE, Command.NO_DATA_SET)
                .put(STATUS, status);
        for (int uid : new int[] {AFFECTED_SOP_CLASS_UID, AFFECTED_SOP_INSTANCE_UID}) {
            byte[] value = request.elements.get(uid);
            if (value != null) {
                response.elements.put(uid, value);
            }
        }
        return response;
    }

    public CommandSet put(int element, int value) {
        elements.put(element, new byte[] {(byte) value, (byte) (value >> 8)});
        return this;
    }

    /** A UID, padded with NUL to an even length. */
    public CommandSet put(int element, String uid) {
        elements.put(element, padded(uid, (byte) 0));
        return this;
    }

    /** Error Comment (0000,0902), cut to its 64 characters. */
    public CommandSet comment(String text) {
        String fits = text.length() <= ERROR_COMMENT_CHARACTERS_MAX ? text : text.substring(0, 64);
        elements.put(ERROR_COMMENT, padded(fits, (byte) ' '));
        return this;
    }

    private static byte[] padded(String text, byte padding) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length % 2 == 0) {
            return bytes;
        }
        byte[] even = java.util.Arrays.copyOf(bytes, bytes.length + 1);
        even[bytes.length] = padding;
        return even;
    }

    /** A US value, or {@code otherwise} when it is absent or too short. */
    public int number(int element, int otherwise) {
        byte[] value = elements.get(element);
        return value == null || value.length < 2 ? otherwise : (value[0] & 0xFF) | (value[1] & 0xFF) << 8;
    }

    /** A text value without padding, or null when it is absent or empty. */
    public @Nullable String text(int element) {
        byte[] value = elements.get(element);
        if (value == null) {
            return null;
        }
        String text = new String(value, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        return text.isEmpty() ? null : text;
    }

    public int commandField() {
        return number(COMMAND_FIELD, 0);
    }

    public boolean hasDataSet() {
        return number(COMMAND_DATA_SET_TYPE, Command.NO_DATA_SET) != Command.NO_DATA_SET;
    }

    /** Reads a whole command set; the group length is not trusted. */
    public static CommandSet read(ByteBuf bytes) throws CommandException {
        CommandSet command = new CommandSet();
        while (bytes.isReadable()) {
            if (bytes.readableBytes() < ELEMENT_HEADER_LENGTH) {
                throw new CommandException(bytes.readableBytes() + " bytes are left, no command element fits");
            }
            int group = bytes.readUnsignedShortLE();
            int element = bytes.readUnsignedShortLE();
            long length = bytes.readUnsignedIntLE();
            if (group != 0) {
                throw new CommandException(
                        "element (%04X,%04X) does not belong into a command".formatted(group, element));
            }
            if (length > bytes.readableBytes()) {
                throw new CommandException("element (0000,%04X) declares %d bytes, %d are left"
                        .formatted(element, length, bytes.readableBytes()));
            }
            byte[] value = new byte[(int) length];
            bytes.readBytes(value);
            if (element != GROUP_LENGTH) {
                command.elements.put(element, value);
            }
        }
        if (!command.elements.containsKey(COMMAND_FIELD)) {
            throw new CommandException("Command Field (0000,0100) is missing");
        }
        return command;
    }

    /** The encoded command set, group length first. */
    public ByteBuf write() {
        ByteBuf out = Unpooled.buffer(256);
        header(out, GROUP_LENGTH, 4).writeIntLE(0);
        int from = out.writerIndex();
        for (Map.Entry<Integer, byte[]> element : elements.entrySet()) {
            header(out, element.getKey(), element.getValue().length).writeBytes(element.getValue());
        }
        out.setIntLE(from - 4, out.writerIndex() - from);
        return out;
    }

    private static ByteBuf header(ByteBuf out, int element, int length) {
        return out.writeShortLE(0).writeShortLE(element).writeIntLE(length);
    }

    /** Names the command and message, never identifiers of a patient's objects. */
    @Override
    public String toString() {
        return "CommandSet[%04XH, message %d]".formatted(commandField(), number(MESSAGE_ID, 0));
    }
}
