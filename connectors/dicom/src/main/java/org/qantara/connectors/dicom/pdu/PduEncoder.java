package org.qantara.connectors.dicom.pdu;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/** Writes {@link Pdu}s as bytes (PS3.8 section 9.3). Without state, so one instance serves every connection. */
@Sharable
public final class PduEncoder extends MessageToByteEncoder<Pdu> {
    @Override
    protected void encode(ChannelHandlerContext ctx, Pdu pdu, ByteBuf out) {
        write(pdu, out);
    }

    @Override
    protected ByteBuf allocateBuffer(ChannelHandlerContext ctx, Pdu pdu, boolean preferDirect) {
        int size = pdu instanceof Pdv pdv ? pdv.content().readableBytes() + 12 : 512;
        return ctx.alloc().ioBuffer(size);
    }

    /** Appends one PDU. A {@link Pdv} becomes a P-DATA-TF of its own; its content is read, not released. */
    public static void write(Pdu pdu, ByteBuf out) {
        int type = type(pdu);
        out.writeByte(type).writeByte(0).writeInt(0);
        int mark = out.writerIndex();
        if (pdu instanceof AssociateRq rq) {
            fixedPart(rq.protocolVersion(), rq.calledAeTitle(), rq.callingAeTitle(), rq.applicationContext(), out);
            for (ProposedContext context : rq.contexts()) {
                int item = ItemWriter.start(0x20, out);
                out.writeByte(context.id()).writeZero(3);
                ItemWriter.text(0x30, context.abstractSyntax(), out);
                context.transferSyntaxes().forEach(uid -> ItemWriter.text(0x40, uid, out));
                ItemWriter.end(item, out);
            }
            UserInformationCodec.write(rq.userInformation(), out);
        } else if (pdu instanceof AssociateAc ac) {
            fixedPart(1, ac.calledAeTitle(), ac.callingAeTitle(), ac.applicationContext(), out);
            for (ContextResult context : ac.contexts()) {
                int item = ItemWriter.start(0x21, out);
                out.writeByte(context.id())
                        .writeByte(0)
                        .writeByte(context.result())
                        .writeByte(0);
                ItemWriter.text(0x40, context.transferSyntax(), out);
                ItemWriter.end(item, out);
            }
            UserInformationCodec.write(ac.userInformation(), out);
        } else if (pdu instanceof AssociateRj rj) {
            out.writeByte(0).writeByte(rj.result()).writeByte(rj.source()).writeByte(rj.reason());
        } else if (pdu instanceof Abort abort) {
            out.writeZero(2).writeByte(abort.source()).writeByte(abort.reason());
        } else if (pdu instanceof Pdv pdv) {
            ByteBuf content = pdv.content();
            out.writeInt(content.readableBytes() + 2).writeByte(pdv.contextId());
            out.writeByte((pdv.command() ? 1 : 0) | (pdv.last() ? 2 : 0));
            out.writeBytes(content, content.readerIndex(), content.readableBytes());
        } else {
            out.writeZero(4);
        }
        out.setInt(mark - 4, out.writerIndex() - mark);
    }

    private static void fixedPart(int version, String called, String calling, String applicationContext, ByteBuf out) {
        out.writeShort(version).writeZero(2);
        out.writeBytes(Text.aeTitle(called)).writeBytes(Text.aeTitle(calling)).writeZero(32);
        ItemWriter.text(0x10, applicationContext, out);
    }

    private static int type(Pdu pdu) {
        if (pdu instanceof AssociateRq) {
            return Pdu.TYPE_ASSOCIATE_RQ;
        } else if (pdu instanceof AssociateAc) {
            return Pdu.TYPE_ASSOCIATE_AC;
        } else if (pdu instanceof AssociateRj) {
            return Pdu.TYPE_ASSOCIATE_RJ;
        } else if (pdu instanceof Pdv) {
            return Pdu.TYPE_P_DATA_TF;
        } else if (pdu instanceof ReleaseRq) {
            return Pdu.TYPE_RELEASE_RQ;
        } else if (pdu instanceof ReleaseRp) {
            return Pdu.TYPE_RELEASE_RP;
        }
        return Pdu.TYPE_ABORT;
    }
}
