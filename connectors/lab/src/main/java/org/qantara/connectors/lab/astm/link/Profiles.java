package org.qantara.connectors.lab.astm.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/**
 * Reads {@link Profile}s from properties files. A file may name another profile as its {@code base} and say only what
 * differs. Every mistake (unknown key, unknown value, number out of range) is an {@link IllegalArgumentException} that
 * names file, key, value and what was expected.
 */
public final class Profiles {
    private static final Map<String, LinkState> TIMERS = Map.of(
            "timer.bid-ms", LinkState.BIDDING,
            "timer.reply-ms", LinkState.SENDING,
            "timer.receive-ms", LinkState.RECEIVING,
            "timer.contention-ms", LinkState.YIELDED,
            "timer.busy-ms", LinkState.HOLDING,
            "timer.interrupt-ms", LinkState.INTERRUPTED,
            "timer.store-ms", LinkState.STORING);
    private static final int BASES_MAX = 4;

    private Profiles() {}

    /**
     * The profile that a route names: a bundled name ({@code generic}, {@code cobas}, …) or the path of a properties file,
     * recognised by its ending {@code .properties}.
     */
    public static Profile load(String nameOrPath) {
        Properties all = new Properties();
        collect(nameOrPath, all, 0);
        return read(nameOrPath, all);
    }

    private static void collect(String nameOrPath, Properties into, int depth) {
        if (depth > BASES_MAX)
            throw new IllegalArgumentException(
                    "profile " + nameOrPath + ": more than " + BASES_MAX + " bases in a row; check for a circle");
        Properties own = new Properties();
        try (Reader reader = open(nameOrPath)) {
            own.load(reader);
        } catch (IOException e) {
            throw new IllegalArgumentException("profile " + nameOrPath + ": cannot be read: " + e.getMessage(), e);
        }
        Object base = own.remove("base");
        if (base != null) collect(base.toString().trim(), into, depth + 1);
        into.putAll(own);
    }

    private static Reader open(String nameOrPath) throws IOException {
        if (nameOrPath.endsWith(".properties"))
            return Files.newBufferedReader(Path.of(nameOrPath), StandardCharsets.UTF_8);
        InputStream bundled = nameOrPath.matches("[a-z0-9-]{1,40}")
                ? Profiles.class.getResourceAsStream(
                        "/org/qantara/connectors/lab/astm/profiles/" + nameOrPath + ".properties")
                : null;
        if (bundled == null)
            throw new IllegalArgumentException("profile " + nameOrPath
                    + ": no such profile; use a bundled name such as generic, or the path of a .properties file");
        return new InputStreamReader(bundled, StandardCharsets.UTF_8);
    }

    private static Profile read(String name, Properties all) {
        Source from = new Source(name, all);
        Map<LinkState, Integer> timers = new EnumMap<>(LinkState.class);
        TIMERS.forEach((key, state) -> timers.put(state, from.number(key, 1, 600_000)));
        from.text("verified");
        Profile profile = new Profile(
                name,
                from.choice("frame.number", Profile.FrameNumber.class),
                from.choice("frame.checksum", Profile.Checksum.class),
                from.choice("frame.end", Profile.FrameEnd.class),
                from.number("frame.bytes-max", 16, 1_000_000),
                from.choice("send.framing", Profile.SendFraming.class),
                from.number("send.text-bytes-max", 8, 63_993),
                from.number("retry.attempts-max", 1, 100),
                from.number("retry.bids-max", 1, 1_000),
                timers);
        from.nothingElse();
        return profile;
    }

    /** One profile's keys while they are read. */
    private record Source(String profile, Properties all, TreeSet<Object> unread) {
        Source(String profile, Properties all) {
            this(profile, all, new TreeSet<>(all.keySet()));
        }

        String text(String key) {
            unread.remove(key);
            String value = all.getProperty(key);
            if (value == null)
                throw new IllegalArgumentException(
                        "profile " + profile + ": " + key + " is missing; add it or add base=generic");
            return value.trim();
        }

        <E extends Enum<E>> E choice(String key, Class<E> type) {
            String value = text(key);
            for (E constant : type.getEnumConstants())
                if (constant.name().toLowerCase(Locale.ROOT).equals(value)) return constant;
            throw new IllegalArgumentException("profile " + profile + ": " + key + "=" + value + " is not one of "
                    + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
        }

        int number(String key, int min, int max) {
            String value = text(key);
            try {
                int number = Integer.parseInt(value);
                if (number >= min && number <= max) return number;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "profile " + profile + ": " + key + "=" + value + " is not a whole number", e);
            }
            throw new IllegalArgumentException(
                    "profile " + profile + ": " + key + "=" + value + " is not between " + min + " and " + max);
        }

        void nothingElse() {
            if (!unread.isEmpty())
                throw new IllegalArgumentException("profile " + profile + ": unknown keys " + unread
                        + "; compare with the profile generic, which has every key");
        }
    }
}
