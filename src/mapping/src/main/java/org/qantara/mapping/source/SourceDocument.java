package org.qantara.mapping.source;

import org.jspecify.annotations.Nullable;

/**
 * One source message as positions: records (HL7 segments, ASTM records, rows, a DICOM dataset) with numbered fields.
 *
 * <p>A node is an opaque {@code long} that is valid for the document which gave it out; {@link #NONE} means that there is
 * nothing there. Nodes nest: field, repetition, component, sub-component (or, in a dataset, element, item, element).
 * Immutable and safe for use by several threads.
 */
public interface SourceDocument {
    /** The node of what is absent. Every method accepts it and answers nothing. */
    long NONE = -1L;

    /** Number of records, in the order of the message. */
    int records();

    /** Name of a record, for example {@code OBX}. Empty for a line that is no record. */
    String name(int record);

    /** A whole field with all its repetitions. */
    long field(int record, int number);

    /** The first repetition of a field (of a field without repetitions: itself). */
    long firstRepetition(long field);

    /** The repetition after {@code repetition} in {@code field}, or {@link #NONE}. */
    long nextRepetition(long field, long repetition);

    /** Part number {@code number} (from 1) of a repetition or of a component; a part of a field is one of its first repetition. */
    long part(long node, int number);

    /** Whether a part may have several values: attributes of a sequence's item do, components of a field do not. */
    default boolean partsRepeat() {
        return false;
    }

    /** Whether anything other than delimiters and the null {@code ""} is there. */
    boolean valued(long node);

    /** Whether the sender wrote the explicit null {@code ""}: "remove what you have", as opposed to absent. */
    boolean isNull(long node);

    /** The decoded text without escapes, or null when absent, empty or {@code ""}. */
    @Nullable
    String text(long node);

    /** First byte of the node in {@link #bytes()}. */
    int start(long node);

    /** Byte after the last one of the node. */
    int end(long node);

    /** The place of a node for people: {@code OBX[3]-5[2].1}; the number of a record counts those of its name. */
    String where(long node);

    /** A field without the number of its record, the key for counting: {@code PID-3}; starts with the record's name. */
    default String path(int record, int field) {
        return name(record) + "-" + field;
    }

    /** The place of the leaf that starts at a byte. */
    String whereByte(int offset);

    /** The place of a record for people: {@code OBX[3]}; empty when there is none. */
    String whereRecord(int record);

    /** Calls the visitor for every valued leaf, in the order of the message. */
    void leaves(LeafVisitor visitor);

    /** Takes leaves. */
    @FunctionalInterface
    interface LeafVisitor {
        /**
         * One valued leaf.
         *
         * @param record its record
         * @param field number of its field
         * @param part number of the component or 0 when the repetition is the leaf
         * @param subPart number of the sub-component or 0
         * @param node the leaf
         */
        void leaf(int record, int field, int part, int subPart, long node);
    }

    /** What {@link #start} and {@link #end} count in: the body as received unless its charset had to be transcoded. */
    byte[] bytes();
}
