package org.qantara.mapping.run;

import org.jspecify.annotations.Nullable;

/** Numbers as senders write them, made into JSON numbers without changing their precision. */
public final class Numbers {
    private static final int DIGITS_MAX = 100;

    private Numbers() {}

    /** {@code +05.10} gives {@code 5.10}; null when the text is no plain decimal number (a comma is none). */
    public static @Nullable String decimal(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String t = text.trim();
        int i = 0;
        boolean negative = false;
        if (i < t.length() && (t.charAt(i) == '+' || t.charAt(i) == '-')) {
            negative = t.charAt(i) == '-';
            i++;
        }
        int whole = i;
        while (i < t.length() && isDigit(t.charAt(i))) {
            i++;
        }
        int point = i;
        if (i < t.length() && t.charAt(i) == '.') {
            i++;
            while (i < t.length() && isDigit(t.charAt(i))) {
                i++;
            }
        }
        if (i < t.length() || t.length() > DIGITS_MAX || point - whole + Math.max(0, i - point - 1) == 0) {
            return null;
        }
        int first = whole;
        while (first < point - 1 && t.charAt(first) == '0') {
            first++;
        }
        String integer = first == point ? "0" : t.substring(first, point);
        String fraction = i - point > 1 ? t.substring(point, i) : "";
        return (negative ? "-" : "") + integer + fraction;
    }

    /** A whole number between bounds, or null. */
    public static @Nullable String integer(@Nullable String text, long min, long max) {
        String decimal = decimal(text);
        if (decimal == null || decimal.indexOf('.') >= 0 && !decimal.matches("-?\\d+\\.0+")) {
            return null;
        }
        String whole = decimal.indexOf('.') >= 0 ? decimal.substring(0, decimal.indexOf('.')) : decimal;
        if (whole.length() > 12) {
            return null;
        }
        long value = Long.parseLong(whole);
        return value < min || value > max ? null : Long.toString(value);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
