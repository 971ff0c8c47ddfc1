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

    /** Number of the part with the text of a code: CE.2, a DICOM Code Meaning; 0 when the type is no coded one. */
    public int codeText() {
        return ofCode("2", "CodeMeaning");
    }

    /** Number of the part that names a code's system: CE.3, a DICOM Coding Scheme Designator; 0 when the type is no coded one. */
    public int codeSystem() {
        return ofCode("3", "CodingSchemeDesignator");
    }

    private int ofCode(String component, String keyword) {
        SourcePart part = part(List.of("CE", "CWE", "CNE", "CF").contains(name) ? component : keyword);
        return part == null ? 0 : part.number();
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
