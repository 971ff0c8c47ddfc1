package org.qantara.mapping.run;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.qantara.mapping.schema.FhirElement;

/** Writes resources as FHIR JSON in UTF-8, elements in the order of their definition. Not safe for several threads. */
final class JsonWriter {
    /** Signs for which room is made at once. */
    private static final int CHUNK = 1024;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
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
        List<FhirElement> elements = object.type().elements();
        for (int slot = 0; slot < elements.size(); slot++) {
            Object value = object.value(slot);
            if (value == null) {
                continue;
            }
            FhirElement element = elements.get(slot);
            if (value instanceof List<?> list) {
                comma = list(element, list, comma);
            } else if (value instanceof FhirPrimitive primitive) {
                comma = primitive(element, primitive, comma);
            } else {
                name(element, "", comma);
                object((FhirObject) value);
                comma = true;
            }
        }
    }

    private void name(FhirElement element, String prefix, boolean comma) {
        if (comma) {
            put(',');
        }
        put('"');
        ascii(prefix);
        ascii(element.name());
        ascii("\":");
    }

    private boolean primitive(FhirElement element, FhirPrimitive primitive, boolean comma) {
        boolean written = comma;
        if (primitive.value() != null) {
            name(element, "", written);
            value(element, primitive);
            written = true;
        }
        if (primitive.extensions() != null) {
            name(element, "_", written);
            extensions(primitive);
            written = true;
        }
        return written;
    }

    private boolean list(FhirElement element, List<?> list, boolean comma) {
        boolean values = false;
        boolean extended = false;
        for (Object item : list) {
            values |= !(item instanceof FhirPrimitive p) || p.value() != null;
            extended |= item instanceof FhirPrimitive p && p.extensions() != null;
        }
        boolean written = comma;
        if (values) {
            name(element, "", written);
            for (int i = 0; i < list.size(); i++) {
                put(i == 0 ? '[' : ',');
                if (list.get(i) instanceof FhirPrimitive primitive) {
                    value(element, primitive);
                } else {
                    object((FhirObject) list.get(i));
                }
            }
            put(']');
            written = true;
        }
        if (extended) {
            name(element, "_", written);
            for (int i = 0; i < list.size(); i++) {
                put(i == 0 ? '[' : ',');
                FhirPrimitive primitive = (FhirPrimitive) list.get(i);
                if (primitive.extensions() == null) {
                    ascii("null");
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
        ascii("{\"extension\":");
        char before = '[';
        List<FhirObject> extensions = primitive.extensions();
        if (extensions != null) {
            for (FhirObject extension : extensions) {
                put(before);
                object(extension);
                before = ',';
            }
        }
        ascii("]}");
    }

    private void value(FhirElement element, FhirPrimitive primitive) {
        String value = primitive.value();
        if (value == null) {
            ascii("null");
        } else if (element.type().bare()) {
            ascii(value);
        } else {
            string(value);
        }
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
        int roomUntil = 0;
        for (int i = 0; i < n; i++) {
            if (i >= roomUntil) {
                roomUntil = Math.min(n, i + CHUNK);
                room((roomUntil - i) * 6 + n - roomUntil);
            }
            char c = text.charAt(i);
            if (c >= 128) {
                i = wide(text, i);
            } else if (c == '"' || c == '\\') {
                buffer[length++] = '\\';
                buffer[length++] = (byte) c;
            } else if (c >= ' ') {
                buffer[length++] = (byte) c;
            } else {
                control(c);
            }
        }
        put('"');
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
