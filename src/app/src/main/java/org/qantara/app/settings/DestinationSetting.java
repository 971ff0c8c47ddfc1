package org.qantara.app.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A destination beside the DPP, one word of {@code QANTARA_DESTINATIONS}: {@code his=mllps://10.1.2.3:2575?types=ADT^*&idempotent=true}.
 *
 * @param name 1 to 32 small letters, digits and dashes: in queues, in the ledger, in metrics
 * @param url {@code mllp}, {@code mllps} (messages as received), {@code http} or {@code https} (FHIR transactions)
 * @param options {@code types}, {@code idempotent} for MLLP; {@code tokenFile} for FHIR
 */
public record DestinationSetting(String name, URI url, Map<String, String> options) {
    private static final String VARIABLE = "QANTARA_DESTINATIONS";
    private static final String EXAMPLE = "his=mllps://10.1.2.3:2575?types=ADT^*&idempotent=true";
    private static final Map<String, Set<String>> OPTIONS = Map.of(
            "mllp", Set.of("types", "idempotent"),
            "mllps", Set.of("types", "idempotent"),
            "http", Set.of("tokenFile"),
            "https", Set.of("tokenFile"));

    public DestinationSetting {
        options = Map.copyOf(options);
    }

    static List<DestinationSetting> from(Environment env) {
        List<DestinationSetting> found = new ArrayList<>();
        String all = env.text(VARIABLE, "");
        for (String word : all.split("\\s+")) if (!word.isEmpty()) found.add(one(word));
        if (found.stream().map(DestinationSetting::name).distinct().count() < found.size())
            throw new SettingException(VARIABLE, all, "each name once", EXAMPLE);
        return found;
    }

    private static DestinationSetting one(String word) {
        int equals = word.indexOf('=');
        int question = word.indexOf('?');
        String name = equals < 0 ? "" : word.substring(0, equals);
        String address = word.substring(equals + 1, question < 0 ? word.length() : question);
        URI url = url(address);
        if (!name.matches("[a-z0-9-]{1,32}") || name.equals("dpp") || url == null)
            throw new SettingException(
                    VARIABLE,
                    word,
                    "name=URL with a name of small letters, not dpp, and mllp, mllps, http or https",
                    EXAMPLE);
        Set<String> known = OPTIONS.getOrDefault(url.getScheme(), Set.of());
        Map<String, String> options = new LinkedHashMap<>();
        if (question >= 0)
            for (String option : word.substring(question + 1).split("&")) {
                int at = option.indexOf('=');
                String key = at < 0 ? option : option.substring(0, at);
                if (at < 0 || !known.contains(key))
                    throw new SettingException(VARIABLE, word, "only the options " + known, EXAMPLE);
                options.put(key, option.substring(at + 1));
            }
        return new DestinationSetting(name, url, options);
    }

    private static @Nullable URI url(String address) {
        try {
            URI url = new URI(address);
            boolean known = url.getScheme() != null && OPTIONS.containsKey(url.getScheme());
            boolean mllp = known && url.getScheme().startsWith("mllp");
            return known && url.getHost() != null && (!mllp || url.getPort() > 0) ? url : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
