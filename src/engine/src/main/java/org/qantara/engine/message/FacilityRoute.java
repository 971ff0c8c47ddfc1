package org.qantara.engine.message;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One facility as its route file describes it. It travels with each stored message, so that a replay years later uses what was
 * true then.
 *
 * @param code the facility, {@code CHU-RABAT}: letters, digits, dot, dash, underscore, at most 64
 * @param options what the route said beside it, by option name; see {@code src/docs/architecture.md} section 2
 */
public record FacilityRoute(String code, Map<String, String> options) {
    /** Routes are few and messages many: what their options look like as text is worked out once. */
    private static final int REMEMBERED_MAX = 1_000;

    private static final Map<Map<String, String>, String> ENCODED = new ConcurrentHashMap<>();
    private static final Map<String, FacilityRoute> DECODED = new ConcurrentHashMap<>();

    /** Checks the code and freezes the options in the order of their names. */
    public FacilityRoute {
        if (!code.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("facility code \"" + code
                    + "\" is not usable: expected 1 to 64 letters, digits, dots, dashes or underscores");
        }
        options = Map.copyOf(options);
    }

    /** A facility without options. */
    public static FacilityRoute of(String code) {
        return new FacilityRoute(code, Map.of());
    }

    /** The option's value, null when the route did not give it. */
    public @Nullable String option(String name) {
        String value = options.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** A comma-separated option as a list, empty when the route did not give it. */
    public List<String> list(String name) {
        String value = option(name);
        return value == null
                ? List.of()
                : List.of(value.split(",")).stream()
                        .map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .toList();
    }

    /** The options as one line, {@code authority=CHU&zone=Africa%2FCasablanca}, in the order of their names. */
    public String encodedOptions() {
        String known = ENCODED.get(options);
        if (known != null) {
            return known;
        }
        String made = encode();
        if (ENCODED.size() < REMEMBERED_MAX) {
            ENCODED.put(options, made);
        }
        return made;
    }

    private String encode() {
        return new TreeMap<>(options)
                .entrySet().stream()
                        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    /** The reverse of {@link #encodedOptions()}. */
    public static FacilityRoute decode(String code, String encodedOptions) {
        String key = code + "?" + encodedOptions;
        FacilityRoute known = DECODED.get(key);
        if (known != null) {
            return known;
        }
        FacilityRoute made = new FacilityRoute(code, options(encodedOptions));
        if (DECODED.size() < REMEMBERED_MAX) {
            DECODED.put(key, made);
        }
        return made;
    }

    private static Map<String, String> options(String encodedOptions) {
        Map<String, String> options = new TreeMap<>();
        for (String pair : encodedOptions.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                options.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return options;
    }
}
