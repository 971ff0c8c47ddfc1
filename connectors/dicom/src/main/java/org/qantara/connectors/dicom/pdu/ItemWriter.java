package org.qantara.connectors.dicom.pdu;

import io.netty.buffer.ByteBuf;

/** Writes items whose two byte length is known only at their end. */
final class ItemWriter {
    private ItemWriter() {}

    /** Writes the item's header and returns the mark for {@link #end}. */
    static int start(int type, ByteBuf out) {
        out.writeByte(type).writeByte(0).writeShort(0);
        return out.writerIndex();
    }

    static void end(int mark, ByteBuf out) {
        int length = out.writerIndex() - mark;
        if (length > 0xFFFF) {
            throw new IllegalArgumentException("an item of " + length + " bytes does not fit its two byte length");
        }
        out.setShort(mark - 2, length);
    }

    static void text(int type, String text, ByteBuf out) {
        int item = start(type, out);
        out.writeBytes(Text.bytes(text));
        end(item, out);
    }

    static void counted(byte[] bytes, ByteBuf out) {
        out.writeShort(bytes.length).writeBytes(bytes);
    }
}
