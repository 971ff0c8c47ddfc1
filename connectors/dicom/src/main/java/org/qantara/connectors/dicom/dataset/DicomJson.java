package org.qantara.connectors.dicom.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The DICOM JSON model (PS3.18 annex F) of a data set, in UTF-8, with one member beyond the standard: {@code offset},
 * where the element's tag begins in the stored object.
 *
 * <p>Pixel data and what was over a limit are {@code BulkDataURI}s of the form {@code spool:4f…-0?offset=1234&length=5678};
 * Retrieve URL (0008,1190) holds the same without the query, and Available Transfer Syntax UID (0008,3002) how the stored
 * object is encoded; both take the place of what the sender wrote there.
 *
 * <p>Numbers in text (DS, IS) are JSON numbers when they are spelt like one, else strings as the standard allows, so
 * nothing of what was sent is rounded or lost.
 */
public final class DicomJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");

    private static final int RETRIEVE_URL = 0x00081190;
    private static final int AVAILABLE_TRANSFER_SYNTAX_UID = 0x00083002;

    private DicomJson() {}

    /**
     * @param location URI of the stored object, {@code spool:4f…-0}
     * @param transferSyntaxUid of the stored object
     */
    public static byte[] write(Dataset dataset, String location, String transferSyntaxUid) {
        return write(dataset, location, location, transferSyntaxUid);
    }

    /**
     * The same where values that are not in the data set are answered elsewhere.
     *
     * @param bulkData URI that offset and length are added to
     */
    public static byte[] write(Dataset dataset, String location, String bulkData, String transferSyntaxUid) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            added(RETRIEVE_URL, Vr.UR, location, json);
            added(AVAILABLE_TRANSFER_SYNTAX_UID, Vr.UI, transferSyntaxUid, json);
            members(dataset, bulkData, json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    private static void added(int tag, Vr vr, String value, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(Tag.hex(tag));
        json.writeStringField("vr", vr.name());
        json.writeArrayFieldStart("Value");
        json.writeString(value);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void members(Dataset dataset, String location, JsonGenerator json) throws IOException {
        SpecificCharacterSet characterSet = dataset.characterSet();
        for (Element element : dataset.elements()) {
            if (element.tag() == RETRIEVE_URL || element.tag() == AVAILABLE_TRANSFER_SYNTAX_UID) {
                continue;
            }
            json.writeObjectFieldStart(Tag.hex(element.tag()));
            json.writeStringField("vr", element.vr().name());
            json.writeNumberField("offset", element.offset());
            value(element, characterSet, location, json);
            json.writeEndObject();
        }
    }

    private static void value(Element element, SpecificCharacterSet characterSet, String location, JsonGenerator json)
            throws IOException {
        Value value = element.value();
        if (value instanceof Value.Bulk bulk) {
            json.writeStringField("BulkDataURI", location + "?offset=" + bulk.offset() + "&length=" + bulk.length());
        } else if (value instanceof Value.Fragments fragments) {
            json.writeStringField(
                    "BulkDataURI",
                    location + "?offset=" + fragments.offset() + "&length=" + fragments.length() + "&fragments="
                            + fragments.count());
        } else if (value instanceof Value.Items items) {
            if (!items.items().isEmpty()) {
                json.writeArrayFieldStart("Value");
                for (Dataset item : items.items()) {
                    json.writeStartObject();
                    members(item, location, json);
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
        } else if (value instanceof Value.Bytes bytes && bytes.bytes().length > 0) {
            bytes(element, bytes.bytes(), characterSet, json);
        }
    }

    private static void bytes(Element element, byte[] bytes, SpecificCharacterSet characterSet, JsonGenerator json)
            throws IOException {
        switch (element.vr().kind()) {
            case NUMBER -> {
                int width = element.vr().width();
                if (bytes.length >= width) {
                    json.writeArrayFieldStart("Value");
                    ByteBuffer numbers = ByteBuffer.wrap(bytes)
                            .order(element.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
                    while (numbers.remaining() >= width) {
                        number(element.vr(), numbers, json);
                    }
                    json.writeEndArray();
                }
            }
            case BYTES, SEQUENCE -> json.writeBinaryField("InlineBinary", littleEndian(element, bytes));
            default -> texts(element.vr(), ValueText.strings(element.vr(), bytes, characterSet), json);
        }
    }

    private static void number(Vr vr, ByteBuffer in, JsonGenerator json) throws IOException {
        switch (vr) {
            case US -> json.writeNumber(in.getShort() & 0xFFFF);
            case SS -> json.writeNumber(in.getShort());
            case UL -> json.writeNumber(in.getInt() & 0xFFFFFFFFL);
            case SL -> json.writeNumber(in.getInt());
            case SV -> json.writeNumber(in.getLong());
            case UV -> json.writeNumber(Long.toUnsignedString(in.getLong()));
            case FL -> real(in.getFloat(), Float.toString(in.getFloat(in.position() - 4)), json);
            case FD -> real(in.getDouble(), Double.toString(in.getDouble(in.position() - 8)), json);
            case AT -> json.writeString("%04X%04X".formatted(in.getShort() & 0xFFFF, in.getShort() & 0xFFFF));
            default -> throw new IllegalStateException(vr + " is no binary number");
        }
    }

    private static void real(double number, String text, JsonGenerator json) throws IOException {
        if (Double.isNaN(number)) {
            json.writeString("NaN");
        } else if (Double.isInfinite(number)) {
            json.writeString(number > 0 ? "inf" : "-inf");
        } else {
            json.writeNumber(text);
        }
    }

    /** InlineBinary is little endian whatever the transfer syntax was (PS3.18 section F.2.7). */
    private static byte[] littleEndian(Element element, byte[] bytes) {
        int width = element.vr().width();
        if (!element.bigEndian() || width < 2) {
            return bytes;
        }
        byte[] swapped = bytes.clone();
        for (int word = 0; word + width <= swapped.length; word += width) {
            for (int i = 0; i < width; i++) {
                swapped[word + i] = bytes[word + width - 1 - i];
            }
        }
        return swapped;
    }

    private static void texts(Vr vr, List<String> values, JsonGenerator json) throws IOException {
        if (values.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("Value");
        for (String value : values) {
            if (value.isEmpty()) {
                json.writeNull();
            } else if (vr == Vr.PN) {
                personName(value, json);
            } else if ((vr == Vr.DS || vr == Vr.IS)
                    && JSON_NUMBER.matcher(value).matches()) {
                json.writeNumber(value);
            } else {
                json.writeString(value);
            }
        }
        json.writeEndArray();
    }

    /** The three component groups (PS3.5 section 6.2.1.2); what is beyond a third equals sign stays with the third. */
    private static void personName(String value, JsonGenerator json) throws IOException {
        String[] groups = value.split("=", 3);
        String[] names = {"Alphabetic", "Ideographic", "Phonetic"};
        json.writeStartObject();
        for (int i = 0; i < groups.length; i++) {
            String group = trimmed(groups[i]);
            if (!group.isEmpty()) {
                json.writeStringField(names[i], group);
            }
        }
        json.writeEndObject();
    }

    /** Without the blanks and empty components at the end that some senders write. */
    private static String trimmed(String group) {
        int end = group.length();
        while (end > 0 && (group.charAt(end - 1) == '^' || group.charAt(end - 1) == ' ')) {
            end--;
        }
        return group.substring(0, end);
    }
}
