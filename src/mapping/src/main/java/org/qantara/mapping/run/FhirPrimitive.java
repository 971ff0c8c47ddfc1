package org.qantara.mapping.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A primitive value as it is written, with its extensions and, when lineage is on, where it comes from. */
public final class FhirPrimitive {
    private @Nullable String value;
    private @Nullable StringBuilder lines;
    private @Nullable List<FhirObject> extensions;
    private @Nullable Origin origin;
    private final int at;

    FhirPrimitive(@Nullable String value, @Nullable Origin origin) {
        this(value, origin, -1);
    }

    /** @param at first byte of what was read last for it, -1 when nothing was */
    FhirPrimitive(@Nullable String value, @Nullable Origin origin, int at) {
        this.value = value;
        this.origin = origin;
        this.at = at;
    }

    /** First byte of what was read last for it in the message, -1 when nothing was. */
    int at() {
        return at;
    }

    /** The text, without quotes; null when there are only extensions. */
    public @Nullable String value() {
        StringBuilder joined = lines;
        if (joined != null) {
            value = joined.toString();
            lines = null;
        }
        return value;
    }

    /** A further line of the text; a thousand lines cost what their signs cost. */
    void line(String text) {
        StringBuilder joined = lines;
        if (joined == null) {
            joined = new StringBuilder().append(value);
            lines = joined;
        }
        joined.append('\n').append(text);
    }

    void value(String text) {
        value = text;
    }

    /** Extensions, or null. */
    public @Nullable List<FhirObject> extensions() {
        return extensions;
    }

    void extension(FhirObject extension) {
        if (extensions == null) {
            extensions = new ArrayList<>(1);
        }
        extensions.add(extension);
    }

    void extensions(@Nullable List<FhirObject> remaining) {
        extensions = remaining;
    }

    void origin(Origin more) {
        origin = more;
    }

    /** Where the value comes from, when lineage was asked for. */
    public @Nullable Origin origin() {
        return origin;
    }
}
