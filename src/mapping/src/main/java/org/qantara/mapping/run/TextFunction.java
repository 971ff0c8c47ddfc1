package org.qantara.mapping.run;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Facility;

/**
 * A function from texts to a text. What is absent goes in as null; most functions answer null for it.
 *
 * @param name name in maps
 * @param min fewest arguments
 * @param max most arguments
 * @param body what it does
 */
public record TextFunction(String name, int min, int max, Body body) {
    private static final int RANGE_MAX = 200;
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(?:[.,]\\d+)?|[-+]?[.,]\\d+");
    private static final Pattern RANGE = Pattern.compile(
            "\\s*([-+]?\\d*[.,]?\\d+)\\s*(?:-|to|–|à)\\s*([-+]?\\d*[.,]?\\d+)\\s*.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern BOUND = Pattern.compile("\\s*(<=|>=|<|>|≤|≥)\\s*([-+]?\\d*[.,]?\\d+)\\s*.*");

    /** The body of a function. */
    public interface Body {
        @Nullable
        String apply(@Nullable String[] arguments);
    }

    /** All functions of this kind. */
    public static List<TextFunction> all() {
        return Stream.concat(Measures.functions().stream(), plain().stream()).toList();
    }

    private static List<TextFunction> plain() {
        return List.of(
                one("upper", t -> t.toUpperCase(Locale.ROOT)),
                one("lower", t -> t.toLowerCase(Locale.ROOT)),
                one("trim", String::trim),
                one("squeeze", Texts::withoutBlanks),
                one("length", t -> Integer.toString(t.length())),
                one("plain", Texts::withoutTrailingBlanks),
                one("oid", t -> Texts.isOid(t) ? "urn:oid:" + t : null),
                one("uri", Texts::uri),
                new TextFunction("v2table", 2, 2, a -> V2Tables.system(a[0], a[1])),
                one("digits", Texts::digits),
                one("number", TextFunction::number),
                one("decimal", Numbers::decimal),
                one("comparator", TextFunction::comparator),
                one("low", t -> bound(t, true)),
                one("high", t -> bound(t, false)),
                new TextFunction("before", 2, 2, a -> cut(a, true)),
                new TextFunction("after", 2, 2, a -> cut(a, false)),
                new TextFunction("replace", 3, 3, TextFunction::replace),
                new TextFunction("concat", 2, 12, TextFunction::concat),
                new TextFunction("datetime", 1, 2, TextFunction::datetime),
                new TextFunction("words", 2, 8, TextFunction::words),
                new TextFunction("item", 2, 2, TextFunction::item),
                new TextFunction("minutes", 1, 2, Spans::minutes),
                new TextFunction("plus", 2, 3, Spans::plus),
                one("base64", Encodings::base64),
                one("hex", Encodings::hex),
                one("mime", Encodings::mime),
                one("xhtml", Encodings::xhtml));
    }

    interface Single {
        @Nullable
        String apply(String text);
    }

    static TextFunction one(String name, Single single) {
        return new TextFunction(name, 1, 1, a -> a[0] == null ? null : empty(single.apply(a[0])));
    }

    private static @Nullable String empty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** The function with its arguments. */
    public Text bind(Text[] arguments) {
        return f -> {
            @Nullable String[] values = new @Nullable String[arguments.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = arguments[i].text(f);
            }
            return body.apply(values);
        };
    }

    /** A date with the time of day of another field. */
    public static Text joined(Text date, Text time) {
        return f -> datetime(new @Nullable String[] {date.text(f), time.text(f)});
    }

    /** The message's facility. */
    public static Facility facility(Frame frame) {
        return frame.run.facility();
    }

    /** The local number of the patient whose sample or order a number is, as far as the facility's orders say. */
    public static Text ordered(Text number, @Nullable Text date) {
        return f -> {
            String text = number.text(f);
            return text == null ? null : f.run.known().patient(text, date == null ? null : date.text(f));
        };
    }

    /** Two texts with a plus sign between, in the order of the alphabet; nothing when one is absent or both are equal. */
    public static Text pair(Text one, Text other) {
        return f -> {
            String a = one.text(f);
            String b = other.text(f);
            return a == null || b == null || a.equals(b) ? null : a.compareTo(b) < 0 ? a + "+" + b : b + "+" + a;
        };
    }

    /** The imaging study in the record that a number belongs to, as a literal reference. */
    public static Text study(Text number) {
        return f -> {
            String text = number.text(f);
            return text == null ? null : f.run.known().study(text);
        };
    }

    /** The order in the record that an accession number belongs to, as a literal reference. */
    public static Text order(Text accession) {
        return f -> {
            String text = accession.text(f);
            return text == null ? null : f.run.known().order(text);
        };
    }

    /** The encounter in the record that an order was given in, as a literal reference. */
    public static Text encounter(Text accession) {
        return f -> {
            String text = accession.text(f);
            return text == null ? null : f.run.known().encounter(text);
        };
    }

    /** By how many seconds a clock was ahead of ours when its message arrived: negative when it was behind. */
    public static Text ahead(Text time) {
        return f -> {
            String text = time.text(f);
            OffsetDateTime received = f.run.receivedAt();
            String instant =
                    text == null ? null : Times.instant(text, f.run.facility().zone());
            return instant == null || received == null
                    ? null
                    : String.valueOf(Duration.between(received, OffsetDateTime.parse(instant))
                            .toSeconds());
        };
    }

    /** The text as it is, with a warning: it is not of the type that the message names for it. */
    public static Text asText(Text misfit) {
        return f -> {
            String text = misfit.text(f);
            if (text != null) {
                f.run.issue(
                        "VALUE-INVALID",
                        f.run.where(f.run.lastRead()),
                        "the value is not of the type that the message names for it and was kept as text");
            }
            return text;
        };
    }

    /** The part of an order date that makes numbers unique where they start again; empty where they never do. */
    public static Text restart(Text date) {
        return f -> {
            Facility.NumbersRestart restart = f.run.facility().numbersRestart();
            if (restart == Facility.NumbersRestart.NEVER) {
                return "";
            }
            String text = date.text(f);
            String day = text == null ? null : Times.date(text);
            int needed = restart == Facility.NumbersRestart.DAILY ? 10 : 4;
            return day == null || day.length() < needed ? null : day.substring(0, needed);
        };
    }

    private static @Nullable String number(String text) {
        Matcher m = NUMBER.matcher(text);
        return m.find() ? m.group().replace(',', '.') : null;
    }

    private static @Nullable String comparator(String text) {
        String t = text.trim().replace('≤', '<').replace('≥', '>');
        boolean equal = text.contains("≤") || text.contains("≥") || t.startsWith("<=") || t.startsWith(">=");
        return t.startsWith("<") ? equal ? "<=" : "<" : t.startsWith(">") ? equal ? ">=" : ">" : null;
    }

    /** A bound of {@code 13.0-17.0}, {@code < 3}, {@code >= 5}. */
    private static @Nullable String bound(String text, boolean low) {
        if (text.length() > RANGE_MAX) {
            return null; // the pattern would try every way to cut a long row of digits
        }
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            return range.group(low ? 1 : 2).replace(',', '.');
        }
        Matcher bound = BOUND.matcher(text);
        if (bound.matches()) {
            boolean upper = bound.group(1).startsWith("<") || bound.group(1).equals("≤");
            return upper == low ? null : bound.group(2).replace(',', '.');
        }
        return null;
    }

    private static @Nullable String cut(@Nullable String[] a, boolean before) {
        if (a[0] == null || a[1] == null) {
            return null;
        }
        int at = a[0].indexOf(a[1]);
        return at < 0
                ? (before ? a[0] : null)
                : empty(before ? a[0].substring(0, at) : a[0].substring(at + a[1].length()));
    }

    private static @Nullable String replace(@Nullable String[] a) {
        return a[0] == null || a[1] == null || a[2] == null ? null : empty(a[0].replace(a[1], a[2]));
    }

    private static @Nullable String concat(@Nullable String[] a) {
        StringBuilder out = new StringBuilder();
        for (String part : a) {
            if (part == null) {
                return null;
            }
            out.append(part);
        }
        return out.toString();
    }

    /** The parts that are there, with a blank between them. */
    private static @Nullable String words(@Nullable String[] a) {
        StringBuilder out = new StringBuilder();
        for (String part : a) {
            out.append(part == null || out.isEmpty() ? "" : " ").append(part == null ? "" : part);
        }
        return empty(out.toString());
    }

    /** One of several texts with commas between them, counted from 1. */
    private static @Nullable String item(@Nullable String[] a) {
        String[] items = a[0] == null ? new String[0] : a[0].split(",", -1);
        int number = a[1] == null ? 0 : Integer.parseInt(a[1]);
        return number < 1 || number > items.length ? null : empty(items[number - 1].trim());
    }

    /** A DICOM date and time as one HL7 time. */
    private static @Nullable String datetime(@Nullable String[] a) {
        if (a[0] == null) {
            return null;
        }
        return a.length < 2 || a[1] == null ? a[0] : a[0] + a[1];
    }
}
