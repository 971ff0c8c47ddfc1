package org.qantara.mapping.schema;

/**
 * A field of a record or a component of a composite.
 *
 * @param number position from 1, a DICOM tag, a column
 * @param name name in the standard, a DICOM keyword, a column's heading
 * @param type name of its type
 * @param required whether the standard wants it
 * @param repeats whether it may repeat
 */
public record SourcePart(int number, String name, String type, boolean required, boolean repeats) {}
