package org.qantara.connectors.dicom.association;

/**
 * How an association came to its end.
 *
 * @param text one sentence for people, without patient data
 */
public record Ending(Kind kind, String text) {
    /** Who ended it. */
    public enum Kind {
        RELEASED,
        REJECTED,
        ABORTED_BY_PEER,
        ABORTED_HERE,
        CONNECTION_LOST
    }

    public boolean orderly() {
        return kind == Kind.RELEASED;
    }
}
