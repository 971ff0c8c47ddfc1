package org.qantara.mapping;

/** What a message may do to a resource of the record (design rule 6). */
public enum Owns {
    /** The resource becomes what the message says. */
    REPLACE("replace"),
    /** Written only when it does not exist. */
    CREATE("create"),
    /** Valued top-level elements replace, removed ones go, the rest stays. */
    MERGE("merge");

    private final String code;

    Owns(String code) {
        this.code = code;
    }

    /** The code in {@code entry.request.extension[urn:qantara:owns]}. */
    public String code() {
        return code;
    }
}
