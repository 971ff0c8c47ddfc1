package org.qantara.mapping.run;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * How a facility's laboratory messages are read where they do not say it rightly.
 *
 * @param charset for bytes that are no text in the charset that was decided on at reception
 * @param delimiters in place of those of the H record, {@code |\\^&}
 */
public record Reading(@Nullable Charset charset, @Nullable String delimiters) {
    /** As the messages say. */
    public static final Reading AS_SENT = new Reading(null, null);
}
