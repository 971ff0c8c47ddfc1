package org.qantara.engine.envelope;

import org.jspecify.annotations.Nullable;

/** Values from the wire on their way into a column or a sentence: bounded, and without control characters where people read them. */
final class Shown {
    private static final int CHARS_MAX = 199;
    private static final int SENTENCE_CHARS_MAX = 40;

    private Shown() {}

    static @Nullable String cut(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        // a NUL is legal on the wire and not in a PostgreSQL text column
        String clean = value.strip().replace('\0', '\uFFFD');
        return clean.length() <= CHARS_MAX ? clean : clean.substring(0, CHARS_MAX);
    }

    /** For header fields only, which hold no patient data. */
    static String value(@Nullable String value) {
        if (value == null) {
            return "(empty)";
        }
        String clean = value.replaceAll("[^\\p{Print}]", "?");
        return "\"" + (clean.length() <= SENTENCE_CHARS_MAX ? clean : clean.substring(0, SENTENCE_CHARS_MAX) + "...")
                + "\"";
    }
}
