package org.qantara.connectors.dicom.pdu;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.DefaultByteBufHolder;

/**
 * A presentation data value of a P-DATA-TF (PS3.8 section 9.3.5.1, annex E.2), or a piece of one.
 *
 * <p>The decoder hands on a PDV in the pieces in which it arrived, as if the peer had sent smaller ones: only the last
 * piece of a PDV that is the last fragment of its message carries {@link #last}. So nothing waits for a whole PDU, and
 * the peer's PDU length needs no memory. On the way out one object is one PDU with one PDV. The content is a counted
 * Netty buffer: whoever takes the object releases it.
 */
public final class Pdv extends DefaultByteBufHolder implements Pdu {
    private final int contextId;
    private final boolean command;
    private final boolean last;

    /**
     * @param contextId presentation context, odd
     * @param command true for a command fragment, false for a data set fragment
     * @param last true when the message's command or data set ends with these bytes
     */
    public Pdv(int contextId, boolean command, boolean last, ByteBuf data) {
        super(data);
        this.contextId = contextId;
        this.command = command;
        this.last = last;
    }

    public int contextId() {
        return contextId;
    }

    public boolean command() {
        return command;
    }

    public boolean last() {
        return last;
    }

    @Override
    public Pdv replace(ByteBuf content) {
        return new Pdv(contextId, command, last, content);
    }

    @Override
    public Pdv retain() {
        super.retain();
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pdv that
                && contextId == that.contextId
                && command == that.command
                && last == that.last
                && content().equals(((ByteBufHolder) that).content());
    }

    @Override
    public int hashCode() {
        return contextId * 4 + (command ? 2 : 0) + (last ? 1 : 0);
    }

    @Override
    public String toString() {
        return "Pdv[context " + contextId + (command ? ", command, " : ", data, ")
                + content().readableBytes() + " bytes" + (last ? ", last]" : "]");
    }
}
