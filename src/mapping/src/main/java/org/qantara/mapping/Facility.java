package org.qantara.mapping;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The facility a message comes from, as its route describes it.
 *
 * @param code code of the facility, part of every local identifier system ({@code urn:ma:ipp:<code>})
 * @param authority assigning authority (CX.4.1 or CX.4.2) of the local patient number, or null when none was configured
 * @param zone zone of times that come without an offset
 * @param numbersRestart when the facility's order and sample numbers start again
 */
public record Facility(String code, @Nullable String authority, ZoneId zone, NumbersRestart numbersRestart) {

    /** When numbers that should identify an order start from one again; the date of the order then becomes part of the key. */
    public enum NumbersRestart {
        NEVER,
        DAILY,
        YEARLY;

        /** The option's text in a route: {@code daily}, {@code yearly}, anything absent is never. */
        public static NumbersRestart of(@Nullable String option) {
            if (option == null || option.isBlank() || option.equalsIgnoreCase("never")) {
                return NEVER;
            }
            return switch (option.toLowerCase(java.util.Locale.ROOT)) {
                case "daily" -> DAILY;
                case "yearly" -> YEARLY;
                default ->
                    throw new IllegalArgumentException(
                            "numbersRestart '" + option + "' is not known, expected never, daily or yearly");
            };
        }
    }

    public Facility {
        if (code.isBlank()) {
            throw new IllegalArgumentException("a facility needs a code, for example CHU-RABAT");
        }
    }

    /** The facility of a message whose origin nobody configured: code {@code UNKNOWN}, no authority. */
    public static Facility unknown(ZoneId zone) {
        return new Facility("UNKNOWN", null, zone, NumbersRestart.NEVER);
    }
}
