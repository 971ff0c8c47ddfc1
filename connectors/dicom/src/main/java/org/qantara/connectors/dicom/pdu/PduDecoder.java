package org.qantara.connectors.dicom.pdu;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Turns the bytes of one connection into {@link Pdu}s (PS3.8 section 9.3).
 *
 * <p>Association PDUs are collected whole, up to a limit; the value of a P-DATA-TF is never collected but handed on as
 * it arrives, see {@link Pdv}. Memory grows with the bytes received, never with a declared length. Bytes that are no PDU
 * end in one {@link PduException}; what comes after it on the same connection is dropped. One instance per connection.
 */
public final class PduDecoder extends ByteToMessageDecoder {
    private static final int HEADER_LENGTH = 6;
    private static final int PDV_HEADER_LENGTH = 6;

    private enum Step {
        HEADER,
        BODY,
        PDV_HEADER,
        PDV_VALUE,
        BROKEN
    }

    private final int associationPduBytesMax;
    private Step step = Step.HEADER;
    private int type;
    private long pduLeft;
    private long pdvLeft;
    private int contextId;
    private int control;

    /** @param associationPduBytesMax limit of every PDU other than P-DATA-TF */
    public PduDecoder(int associationPduBytesMax) {
        this.associationPduBytesMax = associationPduBytesMax;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        try {
            switch (step) {
                case HEADER -> header(in);
                case BODY -> body(in, out);
                case PDV_HEADER -> pdvHeader(in, out);
                case PDV_VALUE -> pdvValue(in, out);
                case BROKEN -> in.skipBytes(in.readableBytes());
            }
        } catch (PduException e) {
            step = Step.BROKEN;
            in.skipBytes(in.readableBytes());
            throw e;
        }
    }

    private void header(ByteBuf in) {
        if (in.readableBytes() < HEADER_LENGTH) {
            return;
        }
        type = in.readUnsignedByte();
        in.skipBytes(1);
        pduLeft = in.readUnsignedInt();
        if (type < Pdu.TYPE_ASSOCIATE_RQ || type > Pdu.TYPE_ABORT) {
            throw new PduException(
                    Abort.UNRECOGNIZED_PDU,
                    "PDU type %02XH is not one of 01H to 07H: the peer does not speak DICOM".formatted(type));
        }
        if (type == Pdu.TYPE_P_DATA_TF) {
            step = Step.PDV_HEADER;
        } else if (pduLeft > associationPduBytesMax) {
            throw new PduException(
                    Abort.INVALID_PARAMETER_VALUE,
                    "PDU type %02XH declares %d bytes, the limit is %d"
                            .formatted(type, pduLeft, associationPduBytesMax));
        } else {
            step = Step.BODY;
        }
    }

    private void body(ByteBuf in, List<Object> out) {
        if (in.readableBytes() < pduLeft) {
            return;
        }
        out.add(AssociationPduReader.read(type, in.readSlice((int) pduLeft)));
        step = Step.HEADER;
    }

    private void pdvHeader(ByteBuf in, List<Object> out) {
        if (pduLeft < PDV_HEADER_LENGTH) {
            throw new PduException(
                    Abort.INVALID_PARAMETER_VALUE,
                    "P-DATA-TF has " + pduLeft + " bytes left where a presentation data value needs at least 6");
        }
        if (in.readableBytes() < PDV_HEADER_LENGTH) {
            return;
        }
        long length = in.readUnsignedInt();
        contextId = in.readUnsignedByte();
        control = in.readUnsignedByte();
        pduLeft -= PDV_HEADER_LENGTH;
        pdvLeft = length - 2;
        if (length < 2 || pdvLeft > pduLeft) {
            throw new PduException(
                    Abort.INVALID_PARAMETER_VALUE,
                    "presentation data value declares %d bytes, its P-DATA-TF has %d left"
                            .formatted(length, pduLeft + 2));
        }
        if (pdvLeft == 0) {
            out.add(new Pdv(contextId, command(), last(), in.readRetainedSlice(0)));
            endOfPdv();
        } else {
            step = Step.PDV_VALUE;
        }
    }

    private void pdvValue(ByteBuf in, List<Object> out) {
        int piece = (int) Math.min(in.readableBytes(), pdvLeft);
        if (piece == 0) {
            return;
        }
        pdvLeft -= piece;
        pduLeft -= piece;
        out.add(new Pdv(contextId, command(), last() && pdvLeft == 0, in.readRetainedSlice(piece)));
        if (pdvLeft == 0) {
            endOfPdv();
        }
    }

    private void endOfPdv() {
        step = pduLeft == 0 ? Step.HEADER : Step.PDV_HEADER;
    }

    private boolean command() {
        return (control & 1) != 0;
    }

    private boolean last() {
        return (control & 2) != 0;
    }
}
