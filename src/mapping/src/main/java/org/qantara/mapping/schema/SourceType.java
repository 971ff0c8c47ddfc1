package org.qantara.mapping.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type of the source side: a record (segment), a composite data type or a primitive.
 *
 * @param schema {@code hl7v2}, {@code astm}, {@code dicom} ...
 * @param name name in its standard
 * @param record whether it is a record (segment, dataset, row), not a data type
 * @param parts fields or components in order; empty for a primitive
 */
public record SourceType(String schema, String name, boolean record, List<SourcePart> parts) {

    public boolean primitive() {
        return !record && parts.isEmpty();
    }

    /** The part of a number or name, or null. */
    public @Nullable SourcePart part(String key) {
        boolean number = Character.isDigit(key.charAt(0));
        for (SourcePart part : parts) {
            if (number ? String.valueOf(part.number()).equals(key) : part.name().equals(key)) {
                return part;
            }
        }
        return null;
    }

    /** Whether an OBX-5-like part takes its type from elsewhere. */
    public boolean varies() {
        return name.equals("UNKNOWN") || name.equals("VARIES");
    }

    /** Whether values may hold delimiters that separate nothing, so that they are read whole. */
    public boolean wholeText() {
        return name.equals("TX") || name.equals("FT") || varies();
    }
}
