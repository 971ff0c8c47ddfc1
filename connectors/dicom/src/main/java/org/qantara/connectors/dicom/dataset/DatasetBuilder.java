package org.qantara.connectors.dicom.dataset;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.TreeMap;

/**
 * Writes a data set in explicit VR little endian with defined lengths (PS3.5 section 7.1.2), from keywords and values.
 * For what this stack makes itself: samples and test fixtures. Not thread-safe.
 */
public final class DatasetBuilder {
    private record Encoded(Vr vr, byte[] value) {}

    private final TreeMap<Integer, Encoded> elements = new TreeMap<>(Integer::compareUnsigned);
    private final SpecificCharacterSet characterSet;

    /** @param characterSet of the text that is put in; name it with a {@code SpecificCharacterSet} element */
    public DatasetBuilder(SpecificCharacterSet characterSet) {
        this.characterSet = characterSet;
    }

    /** Text values of an element; none for an empty one. */
    public DatasetBuilder text(String keyword, String... values) {
        Vr vr = vr(keyword);
        String joined = String.join("\\", values);
        byte[] bytes =
                switch (vr.kind()) {
                    case CHARSET_TEXT, SINGLE_TEXT -> characterSet.encode(joined, vr == Vr.PN);
                    case TEXT -> SpecificCharacterSet.DEFAULT.encode(joined, false);
                    default -> throw new IllegalArgumentException(keyword + " is " + vr + ", not text");
                };
        return bytes(keyword, vr, even(bytes, vr == Vr.UI ? 0 : ' '));
    }

    /** US or UL values, which is what the dictionary says of the element. */
    public DatasetBuilder number(String keyword, int... values) {
        Vr vr = vr(keyword);
        ByteBuffer buffer = ByteBuffer.allocate(values.length * vr.width()).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            switch (vr.width()) {
                case 2 -> buffer.putShort((short) value);
                case 4 -> buffer.putInt(value);
                default -> throw new IllegalArgumentException(keyword + " is " + vr + ", not US or UL");
            }
        }
        return bytes(keyword, vr, buffer.array());
    }

    /** A sequence of items. */
    public DatasetBuilder items(String keyword, DatasetBuilder... items) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (DatasetBuilder item : items) {
            byte[] bytes = item.write();
            out.writeBytes(little(4, Tag.group(Tag.ITEM) | Tag.element(Tag.ITEM) << 16));
            out.writeBytes(little(4, bytes.length));
            out.writeBytes(bytes);
        }
        return bytes(keyword, Vr.SQ, out.toByteArray());
    }

    /** Bytes as they are, under a representation of the caller's choice. */
    public DatasetBuilder bytes(String keyword, Vr vr, byte[] value) {
        elements.put(tag(keyword), new Encoded(vr, even(value, 0)));
        return this;
    }

    /** The encoded data set. */
    public byte[] write() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        elements.forEach((tag, element) -> {
            out.writeBytes(little(2, Tag.group(tag)));
            out.writeBytes(little(2, Tag.element(tag)));
            out.write(element.vr.name().charAt(0));
            out.write(element.vr.name().charAt(1));
            if (element.vr.longLength()) {
                out.writeBytes(little(2, 0));
                out.writeBytes(little(4, element.value.length));
            } else {
                out.writeBytes(little(2, element.value.length));
            }
            out.writeBytes(element.value);
        });
        return out.toByteArray();
    }

    private static byte[] little(int width, int value) {
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (value >> 8 * i);
        }
        return bytes;
    }

    private static byte[] even(byte[] bytes, int padding) {
        if (bytes.length % 2 == 0) {
            return bytes;
        }
        byte[] even = java.util.Arrays.copyOf(bytes, bytes.length + 1);
        even[bytes.length] = (byte) padding;
        return even;
    }

    private static int tag(String keyword) {
        Integer tag = Dictionary.tag(keyword);
        if (tag == null) {
            throw new IllegalArgumentException("\"" + keyword + "\" is no keyword of PS3.6");
        }
        return tag;
    }

    private static Vr vr(String keyword) {
        Dictionary.Entry entry = Dictionary.entry(tag(keyword));
        List<Vr> vrs = entry == null ? List.of() : entry.vrs();
        if (vrs.isEmpty()) {
            throw new IllegalArgumentException(keyword + " has no value representation");
        }
        return vrs.get(0);
    }
}
