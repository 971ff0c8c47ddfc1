package org.qantara.connectors.dicom.part10;

/** What became of a received object when it was closed. */
public sealed interface Receipt {
    /** Durable, and not yet accepted by whoever it is for. {@link StoredObject#version()} above 0 replaces earlier ones. */
    record Pending(StoredObject object) implements Receipt {}

    /** The same bytes were stored and accepted before: nothing more to do. */
    record Known(StoredObject object) implements Receipt {}

    /** Other bytes came under a known UID, and the rule is to keep the first. */
    record Kept(StoredObject object) implements Receipt {}

    /** Other bytes came under a known UID, and the rule is to refuse them. */
    record Conflict() implements Receipt {}
}
