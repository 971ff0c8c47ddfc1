package org.qantara.mapping.run;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * HL7 and DICOM times ({@code 20230401091500.123+0100}) in FHIR's form; precision is kept.
 *
 * <p>A time without offset takes the facility's zone; hours without minutes become minutes, because FHIR has no such precision.
 */
public final class Times {
    private Times() {}

    /** A date of at most day precision; a time of day is cut off. Null when it is none. */
    public static @Nullable String date(String text) {
        int digits = digits(text);
        try {
            return digits < 4 ? null : day(text, Math.min(digits, 8));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A dateTime with the precision that was written. */
    public static @Nullable String dateTime(String text, ZoneId zone) {
        int digits = digits(text);
        try {
            return digits < 4 ? null : digits < 10 ? day(text, Math.min(digits, 8)) : moment(text, digits, zone);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** An instant; needs a time at least to the minute, else null. */
    public static @Nullable String instant(String text, ZoneId zone) {
        int digits = digits(text);
        try {
            return digits < 12 ? null : moment(text, digits, zone);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A time of day: {@code 0915} or {@code 091500.5}. */
    public static @Nullable String time(String text) {
        int digits = digits(text);
        if (digits != 4 && digits != 6) {
            return null;
        }
        String hour = text.substring(0, 2);
        String minute = text.substring(2, 4);
        String second = digits == 6 ? text.substring(4, 6) : "00";
        boolean valid = hour.compareTo("24") < 0 && minute.compareTo("60") < 0 && second.compareTo("60") < 0;
        return valid ? hour + ":" + minute + ":" + second + fraction(text, digits) : null;
    }

    private static int digits(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        char next = i < text.length() ? text.charAt(i) : '.';
        return next == '.' || next == '+' || next == '-' || next == ' ' ? i : 0;
    }

    private static @Nullable String day(String text, int digits) {
        int year = number(text, 0, 4);
        if (year == 0 || digits == 5 || digits == 7) {
            return null;
        }
        if (digits == 4) {
            return text.substring(0, 4);
        }
        int month = number(text, 4, 6);
        if (digits == 6) {
            return month < 1 || month > 12 ? null : text.substring(0, 4) + "-" + text.substring(4, 6);
        }
        return LocalDate.of(year, month, number(text, 6, 8)).toString();
    }

    /** The number that digits say; the caller has seen that they are digits. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static @Nullable String moment(String text, int digits, ZoneId zone) {
        if (digits != 10 && digits != 12 && digits != 14) {
            return null;
        }
        String day = day(text, 8);
        if (day == null) {
            return null;
        }
        int second = Math.min(digits > 12 ? number(text, 12, 14) : 0, 59);
        LocalDateTime local = LocalDateTime.of(
                number(text, 0, 4),
                number(text, 4, 6),
                number(text, 6, 8),
                number(text, 8, 10),
                digits > 10 ? number(text, 10, 12) : 0,
                second);
        ZoneOffset said = offset(text);
        ZoneOffset used = said == null ? zone.getRules().getOffset(local) : said;
        StringBuilder out = new StringBuilder(35).append(day);
        two(out.append('T'), local.getHour());
        two(out.append(':'), local.getMinute());
        two(out.append(':'), second);
        out.append(fraction(text, digits));
        boolean utc = used.equals(ZoneOffset.UTC);
        return out.append(utc ? said == null ? "Z" : "+00:00" : used.getId()).toString();
    }

    private static String fraction(String text, int digits) {
        if (digits >= text.length() || text.charAt(digits) != '.') {
            return "";
        }
        int end = digits + 1;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9' && end - digits < 10) {
            end++;
        }
        return end == digits + 1 ? "" : text.substring(digits, end);
    }

    private static @Nullable ZoneOffset offset(String text) {
        int sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
        if (sign < 4) {
            return null;
        }
        String offset = text.substring(sign).trim();
        if (offset.length() != 5 || digits(offset.substring(1)) != 4) {
            throw new DateTimeException("not an offset");
        }
        int minutes = number(offset, 1, 3) * 60 + number(offset, 3, 5);
        if (number(offset, 3, 5) > 59) {
            throw new DateTimeException("not an offset");
        }
        return ZoneOffset.ofTotalSeconds((offset.charAt(0) == '-' ? -60 : 60) * minutes);
    }

    /** Whether one FHIR dateTime is surely earlier than another; of different precision only what both have counts. */
    static boolean isBefore(String one, String other) {
        if (one.indexOf('T') > 0 && other.indexOf('T') > 0) {
            return OffsetDateTime.parse(one).isBefore(OffsetDateTime.parse(other));
        }
        int common = Math.min(Math.min(one.length(), other.length()), 10);
        return one.substring(0, common).compareTo(other.substring(0, common)) < 0;
    }

    private static void two(StringBuilder out, int number) {
        out.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
