package org.qantara.connectors.dicom.pdu;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.pdu.UserInformation.AsyncWindow;
import org.qantara.connectors.dicom.pdu.UserInformation.RoleSelection;
import org.qantara.connectors.dicom.pdu.UserInformation.UserIdentity;
import org.qantara.connectors.dicom.pdu.UserInformation.UserIdentityResponse;

/** The sub-items of the user information item (PS3.8 annex D.1, PS3.7 annex D.3.3), both ways. */
final class UserInformationCodec {
    private static final int MAXIMUM_LENGTH = 0x51;
    private static final int IMPLEMENTATION_CLASS_UID = 0x52;
    private static final int ASYNCHRONOUS_OPERATIONS_WINDOW = 0x53;
    private static final int ROLE_SELECTION = 0x54;
    private static final int IMPLEMENTATION_VERSION_NAME = 0x55;
    private static final int USER_IDENTITY = 0x58;
    private static final int USER_IDENTITY_RESPONSE = 0x59;

    private UserInformationCodec() {}

    static UserInformation read(ByteBuf body) {
        long maxPduLength = 0;
        String classUid = "";
        @Nullable String versionName = null;
        @Nullable AsyncWindow window = null;
        List<RoleSelection> roles = new ArrayList<>();
        @Nullable UserIdentity identity = null;
        @Nullable UserIdentityResponse response = null;
        while (body.isReadable()) {
            int type = AssociationPduReader.itemType(body);
            ByteBuf item = AssociationPduReader.itemValue(type, body);
            switch (type) {
                case MAXIMUM_LENGTH -> {
                    atLeast(type, item, 4);
                    maxPduLength = item.readUnsignedInt();
                }
                case IMPLEMENTATION_CLASS_UID -> classUid = AssociationPduReader.uid(item);
                case IMPLEMENTATION_VERSION_NAME -> versionName = Text.read(item);
                case ASYNCHRONOUS_OPERATIONS_WINDOW -> {
                    atLeast(type, item, 4);
                    window = new AsyncWindow(item.readUnsignedShort(), item.readUnsignedShort());
                }
                case ROLE_SELECTION -> {
                    String uid = Text.read(counted(type, item));
                    atLeast(type, item, 2);
                    roles.add(new RoleSelection(uid, item.readUnsignedByte() == 1, item.readUnsignedByte() == 1));
                }
                case USER_IDENTITY -> {
                    atLeast(type, item, 2);
                    int identityType = item.readUnsignedByte();
                    boolean positive = item.readUnsignedByte() == 1;
                    identity = new UserIdentity(
                            identityType, positive, bytes(counted(type, item)), bytes(counted(type, item)));
                }
                case USER_IDENTITY_RESPONSE -> response = new UserIdentityResponse(bytes(counted(type, item)));
                default -> {} // PS3.8 section 9.3.1: unknown items are ignored
            }
        }
        return new UserInformation(maxPduLength, classUid, versionName, window, roles, identity, response);
    }

    private static ByteBuf counted(int type, ByteBuf item) {
        atLeast(type, item, 2);
        int length = item.readUnsignedShort();
        atLeast(type, item, length);
        return item.readSlice(length);
    }

    private static byte[] bytes(ByteBuf slice) {
        byte[] bytes = new byte[slice.readableBytes()];
        slice.readBytes(bytes);
        return bytes;
    }

    private static void atLeast(int type, ByteBuf item, int bytes) {
        if (item.readableBytes() < bytes) {
            throw AssociationPduReader.invalid("user information item %02XH needs %d more bytes, %d are left"
                    .formatted(type, bytes, item.readableBytes()));
        }
    }

    static void write(UserInformation user, ByteBuf out) {
        int outer = ItemWriter.start(0x50, out);
        int item = ItemWriter.start(MAXIMUM_LENGTH, out);
        out.writeInt((int) user.maxPduLength());
        ItemWriter.end(item, out);
        ItemWriter.text(IMPLEMENTATION_CLASS_UID, user.implementationClassUid(), out);
        AsyncWindow window = user.asyncWindow();
        if (window != null) {
            item = ItemWriter.start(ASYNCHRONOUS_OPERATIONS_WINDOW, out);
            out.writeShort(window.invoked()).writeShort(window.performed());
            ItemWriter.end(item, out);
        }
        for (RoleSelection role : user.roles()) {
            item = ItemWriter.start(ROLE_SELECTION, out);
            ItemWriter.counted(Text.bytes(role.sopClassUid()), out);
            out.writeByte(role.scu() ? 1 : 0).writeByte(role.scp() ? 1 : 0);
            ItemWriter.end(item, out);
        }
        String versionName = user.implementationVersionName();
        if (versionName != null) {
            ItemWriter.text(IMPLEMENTATION_VERSION_NAME, versionName, out);
        }
        UserIdentity identity = user.userIdentity();
        if (identity != null) {
            item = ItemWriter.start(USER_IDENTITY, out);
            out.writeByte(identity.type()).writeByte(identity.positiveResponseRequested() ? 1 : 0);
            ItemWriter.counted(identity.primary(), out);
            ItemWriter.counted(identity.secondary(), out);
            ItemWriter.end(item, out);
        }
        UserIdentityResponse response = user.userIdentityResponse();
        if (response != null) {
            item = ItemWriter.start(USER_IDENTITY_RESPONSE, out);
            ItemWriter.counted(response.serverResponse(), out);
            ItemWriter.end(item, out);
        }
        ItemWriter.end(outer, out);
    }
}
