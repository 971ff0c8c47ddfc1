package org.qantara.dpp.ownership;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The message that wrote a resource, as {@code meta.source} carries it: {@code urn:qantara:message:<facility>:<intake>}.
 *
 * @param facility code of the sending facility; intake numbers are comparable only within it
 * @param intake intake number, growing in the order of acceptance
 */
public record MessageSource(String facility, long intake) {

    private static final Pattern FORM = Pattern.compile("urn:qantara:message:([^#]+):(\\d{1,18})(?:#.*)?");

    /** Empty for anything else, a foreign client's source included. */
    public static Optional<MessageSource> parse(@Nullable String metaSource) {
        if (metaSource == null) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(metaSource);
        return form.matches()
                ? Optional.of(new MessageSource(form.group(1), Long.parseLong(form.group(2))))
                : Optional.empty();
    }

    /** True when both come from one facility and this one was accepted before the other. */
    boolean olderThan(MessageSource other) {
        return facility.equals(other.facility) && intake < other.intake;
    }

    String uri() {
        return "urn:qantara:message:" + facility + ":" + intake;
    }
}
