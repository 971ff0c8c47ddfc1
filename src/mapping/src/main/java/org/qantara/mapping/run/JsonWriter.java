package org.qantara.mapping.run;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.qantara.mapping.schema.FhirElement;
import org.qantara.mapping.schema.FhirType;

/** Writes resources as FHIR JSON in UTF-8, elements in the order of their definition. Not safe for several threads. */
final class JsonWriter {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EXTENSION = "{\"extension\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /** Signs for which room is made at once. */
    private static final int CHUNK = 1024;

    private byte[] buffer = new byte[4096];
    private int length;

    /** The resource with its id. */
    byte[] resource(FhirObject resource, String id) {
        length = 0;
        ascii("{\"resourceType\":\"");
        ascii(resource.type().name());
        ascii("\",\"id\":\"");
        ascii(id);
        put('"');
        elements(resource, false);
        put('}');
        return Arrays.copyOf(buffer, length);
    }

    private void object(FhirObject object) {
        put('{');
        elements(object, true);
        put('}');
    }

    private void elements(FhirObject object, boolean first) {
        boolean comma = !first;
        FhirType type = object.type();
        int slots = type.elements().size();
        for (int slot = object.next(0); slot < slots; slot = object.next(slot + 1)) {
            Object value = object.value(slot);
            if (value instanceof FhirPrimitive primitive) {
                comma = primitive(type, slot, primitive, comma);
            } else if (value instanceof List<?> list) {
                comma = list(type, slot, list, comma);
            } else if (value instanceof FhirObject part) {
                name(type, slot, comma);
                object(part);
                comma = true;
            }
        }
    }

    private void name(FhirType type, int slot, boolean comma) {
        if (comma) {
            put(',');
        }
        bytes(type.jsonKey(slot), 0);
    }

    /** {@code "_name":}, which holds the extensions of a primitive. */
    private void extensionName(FhirType type, int slot, boolean comma) {
        if (comma) {
            put(',');
        }
        put('"');
        put('_');
        bytes(type.jsonKey(slot), 1);
    }

    private boolean primitive(FhirType type, int slot, FhirPrimitive primitive, boolean comma) {
        boolean written = comma;
        if (primitive.value() != null) {
            name(type, slot, written);
            value(type.elements().get(slot), primitive);
            written = true;
        }
        if (primitive.extensions() != null) {
            extensionName(type, slot, written);
            extensions(primitive);
            written = true;
        }
        return written;
    }

    private boolean list(FhirType type, int slot, List<?> list, boolean comma) {
        boolean values = false;
        boolean extended = false;
        for (int i = 0; i < list.size(); i++) {
            Object item = list.get(i);
            values |= !(item instanceof FhirPrimitive p) || p.value() != null;
            extended |= item instanceof FhirPrimitive p && p.extensions() != null;
        }
        boolean written = comma;
        if (values) {
            name(type, slot, written);
            for (int i = 0; i < list.size(); i++) {
                put(i == 0 ? '[' : ',');
                if (list.get(i) instanceof FhirPrimitive primitive) {
                    value(type.elements().get(slot), primitive);
                } else {
                    object((FhirObject) list.get(i));
                }
            }
            put(']');
            written = true;
        }
        if (extended) {
            extensionName(type, slot, written);
            for (int i = 0; i < list.size(); i++) {
                put(i == 0 ? '[' : ',');
                FhirPrimitive primitive = (FhirPrimitive) list.get(i);
                if (primitive.extensions() == null) {
                    bytes(NULL, 0);
                } else {
                    extensions(primitive);
                }
            }
            put(']');
            written = true;
        }
        return written;
    }

    private void extensions(FhirPrimitive primitive) {
        bytes(EXTENSION, 0);
        char before = '[';
        List<FhirObject> extensions = primitive.extensions();
        if (extensions != null) {
            for (FhirObject extension : extensions) {
                put(before);
                object(extension);
                before = ',';
            }
        }
        put(']');
        put('}');
    }

    private void value(FhirElement element, FhirPrimitive primitive) {
        String value = primitive.value();
        if (value == null) {
            bytes(NULL, 0);
        } else if (element.type().bare()) {
            ascii(value);
        } else {
            string(value);
        }
    }

    private void bytes(byte[] text, int from) {
        int n = text.length - from;
        room(n);
        System.arraycopy(text, from, buffer, length, n);
        length += n;
    }

    @SuppressWarnings(
            "deprecation") // getBytes(int, int, byte[], int) copies the low bytes, which is all there is of ASCII
    private void ascii(String text) {
        int n = text.length();
        room(n);
        text.getBytes(0, n, buffer, length);
        length += n;
    }

    private void put(char c) {
        room(1);
        buffer[length++] = (byte) c;
    }

    private void string(String text) {
        int n = text.length();
        put('"');
        for (int from = 0; from < n; from += CHUNK) {
            int to = Math.min(n, from + CHUNK);
            room((to - from) * 6 + 3 + n - to); // one sign more: a pair may reach over the end
            int plain = plain(text, from, to);
            for (int i = plain; i < to; i++) {
                i = sign(text, i);
            }
            if (to < n && Character.isSurrogatePair(text.charAt(to - 1), text.charAt(to))) {
                from++; // its second half is written
            }
        }
        put('"');
    }

    /** Copies signs that JSON writes as they are, which nearly all are; returns the first that is not. */
    private int plain(String text, int from, int to) {
        byte[] out = buffer;
        int at = length;
        int i = from;
        for (; i < to; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 128 || c == '"' || c == '\\') {
                break;
            }
            out[at++] = (byte) c;
        }
        length = at;
        return i;
    }

    /** Writes one sign; returns the index of its last char. */
    private int sign(String text, int i) {
        char c = text.charAt(i);
        if (c >= 128) {
            return wide(text, i);
        }
        if (c == '"' || c == '\\') {
            buffer[length++] = '\\';
            buffer[length++] = (byte) c;
        } else if (c >= ' ') {
            buffer[length++] = (byte) c;
        } else {
            control(c);
        }
        return i;
    }

    private void control(char c) {
        buffer[length++] = '\\';
        switch (c) {
            case '\n' -> buffer[length++] = 'n';
            case '\r' -> buffer[length++] = 'r';
            case '\t' -> buffer[length++] = 't';
            default -> {
                buffer[length++] = 'u';
                buffer[length++] = '0';
                buffer[length++] = '0';
                buffer[length++] = HEX[c >> 4];
                buffer[length++] = HEX[c & 15];
            }
        }
    }

    /** Writes one character above ASCII; returns the index of its last char. */
    private int wide(String text, int at) {
        int point = text.codePointAt(at);
        if (point >= 0xD800 && point < 0xE000) {
            point = 0xFFFD; // half of a surrogate pair is no character
        }
        if (point < 0x800) {
            buffer[length++] = (byte) (0xC0 | point >> 6);
        } else {
            if (point < 0x10000) {
                buffer[length++] = (byte) (0xE0 | point >> 12);
            } else {
                buffer[length++] = (byte) (0xF0 | point >> 18);
                buffer[length++] = (byte) (0x80 | point >> 12 & 0x3F);
            }
            buffer[length++] = (byte) (0x80 | point >> 6 & 0x3F);
        }
        buffer[length++] = (byte) (0x80 | point & 0x3F);
        return point >= 0x10000 ? at + 1 : at;
    }

    private void room(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
