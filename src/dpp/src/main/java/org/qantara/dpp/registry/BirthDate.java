package org.qantara.dpp.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.qantara.dpp.registry.names.Folding;

/**
 * A date of birth as it is known: month and day are 0 where the source gives the year (or year and month) only.
 *
 * <p>Nothing is checked against a calendar: 1957-19-07 is a typing error that another record may explain.
 */
public record BirthDate(int year, int month, int day) {
    private static final Pattern DIGITS = Pattern.compile("(\\d{4})(\\d{2})?(\\d{2})?.*");

    /** Reads FHIR ({@code 1957-07-19}, {@code 1957}) and HL7 v2 ({@code 19570719}) forms in any digits; empty for anything else. */
    public static Optional<BirthDate> parse(String raw) {
        Matcher digits = DIGITS.matcher(Folding.digits(raw));
        if (!digits.matches()) {
            return Optional.empty();
        }
        return Optional.of(new BirthDate(part(digits, 1), part(digits, 2), part(digits, 3)));
    }

    public boolean isComplete() {
        return month > 0 && day > 0;
    }

    /** 1 January, which many registers write for "some day of that year". */
    public boolean isFirstOfJanuary() {
        return month == 1 && day == 1;
    }

    /** {@code yyyymmdd}, zeros for what is unknown. */
    public String digits() {
        return String.format("%04d%02d%02d", year, month, day);
    }

    private static int part(Matcher digits, int group) {
        String text = digits.group(group);
        return text == null ? 0 : Integer.parseInt(text);
    }
}
