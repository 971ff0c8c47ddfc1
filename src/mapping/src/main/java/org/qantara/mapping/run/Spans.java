package org.qantara.mapping.run;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Spans of time as v2 writes them: an amount and a unit of table 0255, of UCUM or in words; minutes where no unit is given. */
final class Spans {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuuMMddHHmm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
    private static final int AMOUNT_MAX = 10_000_000;

    private Spans() {}

    /** Seconds of one unit; 0 for months and years, which have no fixed length, -1 for an unknown unit. */
    private static int seconds(@Nullable String unit) {
        return switch (unit == null ? "min" : unit.trim()) {
            case "s", "S", "sec", "second", "seconds", "SEC" -> 1;
            case "min", "M", "m", "minute", "minutes", "MIN" -> 60;
            case "h", "H", "hr", "hour", "hours", "HR" -> 3600;
            case "d", "D", "day", "days", "DAY" -> 86_400;
            case "wk", "W", "week", "weeks" -> 604_800;
            case "mo", "L", "month", "months", "a", "y", "year", "years" -> 0;
            default -> -1;
        };
    }

    private static @Nullable BigDecimal amount(@Nullable String text) {
        String decimal = text == null ? null : Numbers.decimal(text);
        BigDecimal amount = decimal == null ? null : new BigDecimal(decimal);
        return amount == null || amount.abs().compareTo(BigDecimal.valueOf(AMOUNT_MAX)) > 0 ? null : amount;
    }

    /** A span in whole minutes; nothing for a unit that is none or has no fixed length. */
    static @Nullable String minutes(@Nullable String[] a) {
        BigDecimal amount = amount(a[0]);
        int seconds = seconds(a.length < 2 ? null : a[1]);
        return amount == null || seconds <= 0
                ? null
                : amount.multiply(BigDecimal.valueOf(seconds))
                        .divide(BigDecimal.valueOf(60), 0, RoundingMode.HALF_UP)
                        .toPlainString();
    }

    /** A time in HL7's form moved by a span. Hours and less need a time of day; the offset stays. */
    static @Nullable String plus(@Nullable String[] a) {
        String time = a[0];
        BigDecimal amount = amount(a[1]);
        int seconds = seconds(a.length < 3 ? null : a[2]);
        if (time == null || amount == null || seconds < 0) {
            return null;
        }
        int digits = 0;
        while (digits < time.length() && Character.isDigit(time.charAt(digits))) {
            digits++;
        }
        String rest = time.substring(digits).replaceAll("^\\.\\d+", "");
        try {
            if (digits == 8 && (seconds == 0 || seconds % 86_400 == 0)) {
                LocalDateTime day = LocalDateTime.parse(time.substring(0, 8) + "0000", MINUTE);
                return moved(day, amount, seconds, a[2]).format(DAY);
            }
            if (digits != 12 && digits != 14) {
                return null;
            }
            DateTimeFormatter form = digits == 12 ? MINUTE : SECOND;
            return moved(
                                    LocalDateTime.parse(time.substring(0, digits), form),
                                    amount,
                                    seconds,
                                    a.length < 3 ? null : a[2])
                            .format(form)
                    + rest;
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static LocalDateTime moved(LocalDateTime from, BigDecimal amount, int seconds, @Nullable String unit) {
        if (seconds > 0) {
            return from.plusSeconds(amount.multiply(BigDecimal.valueOf(seconds)).longValue());
        }
        boolean years = unit != null && (unit.startsWith("a") || unit.startsWith("y"));
        return from.plus(years ? Period.ofYears(amount.intValueExact()) : Period.ofMonths(amount.intValueExact()));
    }
}
