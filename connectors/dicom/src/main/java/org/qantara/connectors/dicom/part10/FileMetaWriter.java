package org.qantara.connectors.dicom.part10;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.qantara.connectors.dicom.pdu.UserInformation;

/**
 * Writes preamble, prefix and File Meta Information (PS3.10 section 7.1): explicit VR little endian, zero preamble, so
 * that the file is nothing else at the same time.
 *
 * @param bytes the head of the file
 * @param sealOffset where the seal's value begins; -1 without one
 */
public record FileMetaWriter(byte[] bytes, int sealOffset) {
    private static final int PREAMBLE_BYTES = 128;

    /** The head of a file. AE titles go into Source and Receiving Application Entity Title. */
    static FileMetaWriter of(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, Seal seal) {
        ByteArrayOutputStream group = group(sopClassUid, sopInstanceUid, transferSyntaxUid);
        text(group, 0x0016, "AE", seal.provenance().callingAeTitle(), ' ');
        text(group, 0x0018, "AE", seal.provenance().calledAeTitle(), ' ');
        text(group, 0x0100, "UI", Seal.CREATOR_UID, '\0');
        byte[] value = seal.write();
        longElement(group, 0x0102, "OB", value);
        byte[] bytes = file(group);
        return new FileMetaWriter(bytes, bytes.length - value.length);
    }

    /** The head of a file without a seal, for objects that did not come over the network. */
    public static FileMetaWriter of(String sopClassUid, String sopInstanceUid, String transferSyntaxUid) {
        return new FileMetaWriter(file(group(sopClassUid, sopInstanceUid, transferSyntaxUid)), -1);
    }

    private static ByteArrayOutputStream group(String sopClassUid, String sopInstanceUid, String transferSyntaxUid) {
        ByteArrayOutputStream group = new ByteArrayOutputStream(512);
        longElement(group, 0x0001, "OB", new byte[] {0, 1});
        text(group, 0x0002, "UI", sopClassUid, '\0');
        text(group, 0x0003, "UI", sopInstanceUid, '\0');
        text(group, 0x0010, "UI", transferSyntaxUid, '\0');
        text(group, 0x0012, "UI", UserInformation.IMPLEMENTATION_CLASS_UID, '\0');
        text(group, 0x0013, "SH", UserInformation.IMPLEMENTATION_VERSION_NAME, ' ');
        return group;
    }

    private static byte[] file(ByteArrayOutputStream group) {
        ByteArrayOutputStream file = new ByteArrayOutputStream(1024);
        file.writeBytes(new byte[PREAMBLE_BYTES]);
        file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        shortElement(file, 0x0000, "UL", intBytes(group.size()));
        file.writeBytes(group.toByteArray());
        return file.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, int element, String vr, String text, char padding) {
        String even = text.length() % 2 == 0 ? text : text + padding;
        shortElement(out, element, vr, even.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void shortElement(ByteArrayOutputStream out, int element, String vr, byte[] value) {
        head(out, element, vr);
        out.write(value.length);
        out.write(value.length >> 8);
        out.writeBytes(value);
    }

    private static void longElement(ByteArrayOutputStream out, int element, String vr, byte[] value) {
        head(out, element, vr);
        out.write(0);
        out.write(0);
        out.writeBytes(intBytes(value.length));
        out.writeBytes(value);
    }

    private static void head(ByteArrayOutputStream out, int element, String vr) {
        out.write(0x02);
        out.write(0x00);
        out.write(element);
        out.write(element >> 8);
        out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] intBytes(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
