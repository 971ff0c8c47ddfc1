package org.qantara.connectors.mllp.hl7;

import java.nio.charset.Charset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The character set a message is to be read in, and on whose word.
 *
 * @param refusal why the message cannot have travelled whole (UTF-16, UTF-32); then {@code charset} is only good for the answer. Else null
 */
public record CharsetDecision(Charset charset, Source source, @Nullable String refusal) {

    /** On whose word. */
    public enum Source {
        /** MSH-18 said so. */
        DECLARED,
        /** MSH-18 is empty and the endpoint has a default. */
        FACILITY,
        /** The endpoint overrides the sender, or nobody said anything and the bytes were looked at. */
        ASSUMED,
        /** A byte order mark. */
        BOM,
        /** MSH-18 names a character set that nobody knows; the charset is a guess and the text must not be trusted. */
        UNKNOWN;

        /** The word in the header {@code QantaraCharsetSource}. */
        public String headerValue() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
