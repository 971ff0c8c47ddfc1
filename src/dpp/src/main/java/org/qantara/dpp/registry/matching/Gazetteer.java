package org.qantara.dpp.registry.matching;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.qantara.dpp.registry.names.Folding;

/** One spelling for every town that the table {@code places.tsv} knows, since Casablanca cannot be read out of الدار البيضاء. */
final class Gazetteer {
    private static final Map<String, String> OFFICIAL = load();

    private Gazetteer() {}

    /** The official Latin spelling of a town, or the text itself. */
    static String official(String city) {
        return OFFICIAL.getOrDefault(Folding.fold(city), city);
    }

    private static Map<String, String> load() {
        Map<String, String> official = new HashMap<>();
        try (InputStream in = Gazetteer.class.getResourceAsStream("places.tsv")) {
            if (in == null) {
                throw new IllegalStateException("places.tsv is missing from the class path of the registry");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split("\t", -1);
                if (!line.startsWith("#") && cells.length >= 4) {
                    official.put(Folding.fold(cells[0]), cells[0]);
                    official.put(Folding.fold(cells[1]), cells[0]);
                    for (String other : cells.length > 4 ? cells[4].split("\\|") : new String[0]) {
                        official.put(Folding.fold(other), cells[0]);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("places.tsv cannot be read", e);
        }
        official.remove("");
        return Map.copyOf(official);
    }
}
