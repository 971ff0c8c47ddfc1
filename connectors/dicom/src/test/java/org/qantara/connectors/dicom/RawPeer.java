package org.qantara.connectors.dicom;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.qantara.connectors.dicom.dataset.Uids;
import org.qantara.connectors.dicom.dimse.Command;
import org.qantara.connectors.dicom.dimse.CommandSet;
import org.qantara.connectors.dicom.pdu.AssociateRq;
import org.qantara.connectors.dicom.pdu.Pdu;
import org.qantara.connectors.dicom.pdu.PduEncoder;
import org.qantara.connectors.dicom.pdu.ProposedContext;
import org.qantara.connectors.dicom.pdu.UserInformation;

/** A scripted sender that writes whatever bytes a test wants. */
public final class RawPeer implements AutoCloseable {
    public static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private final Socket socket;

    public RawPeer(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
    }

    /** Associates for verification (context 1) and CT in explicit VR little endian (context 3). */
    public RawPeer associate() throws IOException {
        return associate(UserInformation.own(16384));
    }

    public RawPeer associate(UserInformation user) throws IOException {
        send(new AssociateRq(
                1,
                "QANTARA",
                "RAW",
                Pdu.APPLICATION_CONTEXT,
                List.of(
                        new ProposedContext(1, Uids.VERIFICATION, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN)),
                        new ProposedContext(3, CT, List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN))),
                user));
        int type = read()[0];
        if (type != Pdu.TYPE_ASSOCIATE_AC) {
            throw new IOException("not accepted, PDU type " + type);
        }
        return this;
    }

    public void send(Pdu pdu) throws IOException {
        ByteBuf bytes = Unpooled.buffer();
        PduEncoder.write(pdu, bytes);
        raw(ByteBufUtil.getBytes(bytes));
    }

    public void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** One PDU, header included. */
    public byte[] read() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] head = in.readNBytes(6);
        if (head.length < 6) {
            throw new EOFException("the connection is closed");
        }
        int length = (head[2] & 0xFF) << 24 | (head[3] & 0xFF) << 16 | (head[4] & 0xFF) << 8 | head[5] & 0xFF;
        byte[] pdu = java.util.Arrays.copyOf(head, 6 + length);
        in.readFully(pdu, 6, length);
        return pdu;
    }

    /** The status of the response in the next P-DATA-TF. */
    public int status() throws IOException {
        return response().number(CommandSet.STATUS, -1);
    }

    public CommandSet response() throws IOException {
        byte[] pdu = read();
        if (pdu[0] != Pdu.TYPE_P_DATA_TF) {
            throw new IOException("PDU type " + pdu[0] + " instead of a response");
        }
        return CommandSet.read(Unpooled.wrappedBuffer(pdu, 12, pdu.length - 12));
    }

    public static byte[] echoRq(int messageId) {
        return ByteBufUtil.getBytes(new CommandSet()
                .put(CommandSet.AFFECTED_SOP_CLASS_UID, Uids.VERIFICATION)
                .put(CommandSet.COMMAND_FIELD, Command.C_ECHO_RQ)
                .put(CommandSet.MESSAGE_ID, messageId)
                .put(CommandSet.COMMAND_DATA_SET_TYPE, Command.NO_DATA_SET)
                .write());
    }

    public static byte[] storeRq(int messageId, String sopInstanceUid) {
        return ByteBufUtil.getBytes(new CommandSet()
                .put(CommandSet.AFFECTED_SOP_CLASS_UID, CT)
                .put(CommandSet.COMMAND_FIELD, Command.C_STORE_RQ)
                .put(CommandSet.MESSAGE_ID, messageId)
                .put(CommandSet.PRIORITY, 0)
                .put(CommandSet.COMMAND_DATA_SET_TYPE, 1)
                .put(CommandSet.AFFECTED_SOP_INSTANCE_UID, sopInstanceUid)
                .write());
    }

    /** A PDV with its header; control: 1 command, 2 last. */
    public static byte[] pdv(int context, int control, byte[] value) {
        ByteBuf out = Unpooled.buffer();
        out.writeInt(value.length + 2).writeByte(context).writeByte(control).writeBytes(value);
        return ByteBufUtil.getBytes(out);
    }

    /** A P-DATA-TF of these PDVs. */
    public static byte[] pdata(byte[]... pdvs) {
        ByteBuf out = Unpooled.buffer();
        out.writeByte(Pdu.TYPE_P_DATA_TF).writeByte(0).writeInt(0);
        for (byte[] pdv : pdvs) {
            out.writeBytes(pdv);
        }
        out.setInt(2, out.readableBytes() - 6);
        return ByteBufUtil.getBytes(out);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
