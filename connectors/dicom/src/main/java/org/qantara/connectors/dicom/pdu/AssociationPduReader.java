package org.qantara.connectors.dicom.pdu;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Reads the body of every PDU other than P-DATA-TF (PS3.8 sections 9.3.2 to 9.3.8). Unknown items are skipped. */
final class AssociationPduReader {
    private static final int FIXED_PART_LENGTH = 68;
    private static final int ITEM_HEADER_LENGTH = 4;

    private AssociationPduReader() {}

    static Pdu read(int type, ByteBuf body) {
        return switch (type) {
            case Pdu.TYPE_ASSOCIATE_RQ -> associateRq(body);
            case Pdu.TYPE_ASSOCIATE_AC -> associateAc(body);
            case Pdu.TYPE_ASSOCIATE_RJ -> {
                fourBytes(type, body);
                yield new AssociateRj(body.getUnsignedByte(1), body.getUnsignedByte(2), body.getUnsignedByte(3));
            }
            case Pdu.TYPE_RELEASE_RQ -> {
                fourBytes(type, body);
                yield new ReleaseRq();
            }
            case Pdu.TYPE_RELEASE_RP -> {
                fourBytes(type, body);
                yield new ReleaseRp();
            }
            case Pdu.TYPE_ABORT -> {
                fourBytes(type, body);
                yield new Abort(body.getUnsignedByte(2), body.getUnsignedByte(3));
            }
            default -> throw new IllegalStateException("PDU type " + type + " has no body reader");
        };
    }

    private static void fourBytes(int type, ByteBuf body) {
        if (body.readableBytes() != 4) {
            throw invalid("PDU type %02XH must have 4 bytes, it has %d".formatted(type, body.readableBytes()));
        }
        // absolute getters below count from the start of this body
        if (body.readerIndex() != 0) {
            throw new IllegalStateException("the body must be a slice of its own");
        }
    }

    private static AssociateRq associateRq(ByteBuf body) {
        FixedPart fixed = fixedPart(body);
        String applicationContext = "";
        List<ProposedContext> contexts = new ArrayList<>();
        UserInformation user = UserInformation.own(0);
        while (body.isReadable()) {
            int type = itemType(body);
            ByteBuf item = itemValue(type, body);
            switch (type) {
                case 0x10 -> applicationContext = uid(item);
                case 0x20 -> contexts.add(proposedContext(item));
                case 0x50 -> user = UserInformationCodec.read(item);
                default -> {} // PS3.8 section 9.3.1: unknown items are ignored
            }
        }
        return new AssociateRq(fixed.protocolVersion, fixed.called, fixed.calling, applicationContext, contexts, user);
    }

    private static AssociateAc associateAc(ByteBuf body) {
        FixedPart fixed = fixedPart(body);
        String applicationContext = "";
        List<ContextResult> contexts = new ArrayList<>();
        UserInformation user = UserInformation.own(0);
        while (body.isReadable()) {
            int type = itemType(body);
            ByteBuf item = itemValue(type, body);
            switch (type) {
                case 0x10 -> applicationContext = uid(item);
                case 0x21 -> contexts.add(contextResult(item));
                case 0x50 -> user = UserInformationCodec.read(item);
                default -> {} // as above
            }
        }
        return new AssociateAc(fixed.called, fixed.calling, applicationContext, contexts, user);
    }

    private record FixedPart(int protocolVersion, String called, String calling) {}

    private static FixedPart fixedPart(ByteBuf body) {
        if (body.readableBytes() < FIXED_PART_LENGTH) {
            throw invalid("an A-ASSOCIATE PDU needs at least 68 bytes, it has " + body.readableBytes());
        }
        int protocolVersion = body.readUnsignedShort();
        body.skipBytes(2);
        String called = Text.read(body.readSlice(16));
        String calling = Text.read(body.readSlice(16));
        body.skipBytes(32);
        return new FixedPart(protocolVersion, called, calling);
    }

    private static ProposedContext proposedContext(ByteBuf item) {
        int id = contextHead(item);
        item.skipBytes(3);
        String abstractSyntax = "";
        List<String> transferSyntaxes = new ArrayList<>();
        while (item.isReadable()) {
            int type = itemType(item);
            ByteBuf value = itemValue(type, item);
            switch (type) {
                case 0x30 -> abstractSyntax = uid(value);
                case 0x40 -> transferSyntaxes.add(uid(value));
                default -> {} // as above
            }
        }
        return new ProposedContext(id, abstractSyntax, transferSyntaxes);
    }

    private static ContextResult contextResult(ByteBuf item) {
        int id = contextHead(item);
        item.skipBytes(1);
        int result = item.readUnsignedByte();
        item.skipBytes(1);
        String transferSyntax = "";
        while (item.isReadable()) {
            int type = itemType(item);
            ByteBuf value = itemValue(type, item);
            if (type == 0x40) {
                transferSyntax = uid(value);
            }
        }
        return new ContextResult(id, result, transferSyntax);
    }

    private static int contextHead(ByteBuf item) {
        if (item.readableBytes() < 4) {
            throw invalid("a presentation context item needs at least 4 bytes, it has " + item.readableBytes());
        }
        return item.readUnsignedByte();
    }

    static int itemType(ByteBuf body) {
        if (body.readableBytes() < ITEM_HEADER_LENGTH) {
            throw invalid("an item needs a 4 byte header, " + body.readableBytes() + " bytes are left");
        }
        int type = body.readUnsignedByte();
        body.skipBytes(1);
        return type;
    }

    static ByteBuf itemValue(int type, ByteBuf body) {
        int length = body.readUnsignedShort();
        if (length > body.readableBytes()) {
            throw invalid("item %02XH declares %d bytes, %d are left".formatted(type, length, body.readableBytes()));
        }
        return body.readSlice(length);
    }

    static String uid(ByteBuf item) {
        return Text.read(item);
    }

    static PduException invalid(String message) {
        return new PduException(Abort.INVALID_PARAMETER_VALUE, message);
    }
}
