package org.qantara.dpp.registry.score;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.qantara.dpp.registry.names.Vocalised;

/** What the generated population is drawn from: places, streets and names with their (constructed) frequencies. */
final class Country {
    record Place(String latin, String arabic, String postalCode, int weight) {}

    final List<Place> places = new ArrayList<>();
    final List<String> ways = new ArrayList<>();
    final Map<String, String> shortWays = new HashMap<>();
    final List<String> streets = new ArrayList<>();
    private final Map<String, List<Vocalised.Entry>> names = new HashMap<>();
    private final int[] placeAt;

    Country() {
        for (String[] row : rows("/org/qantara/dpp/registry/matching/places.tsv", 4)) {
            places.add(new Place(row[0], row[1], row[2], Integer.parseInt(row[3])));
        }
        for (String[] row : rows("streets.tsv", 2)) {
            switch (row[0]) {
                case "way" -> ways.add(row[1]);
                case "short" -> shortWays.put(row[1].split("=")[0], row[1].split("=")[1]);
                default -> streets.add(row[1]);
            }
        }
        for (Vocalised.Entry entry : Vocalised.rows()) {
            names.computeIfAbsent(entry.kind(), k -> new ArrayList<>()).add(entry);
        }
        placeAt = new int[places.stream().mapToInt(Place::weight).sum()];
        int at = 0;
        for (int i = 0; i < places.size(); i++) {
            for (int n = 0; n < places.get(i).weight(); n++) {
                placeAt[at++] = i;
            }
        }
    }

    int place(Random random) {
        return placeAt[random.nextInt(placeAt.length)];
    }

    /** A name of the kind: the first of the table are common, the last rare (share about 1 / (rank + 4)). */
    Vocalised.Entry name(String kind, Random random) {
        List<Vocalised.Entry> all = names.getOrDefault(kind, List.of());
        double span = Math.log((all.size() + 4) / 4.0);
        int rank = (int) (4 * Math.exp(random.nextDouble() * span) - 4);
        return all.get(Math.min(rank, all.size() - 1));
    }

    /** A family name as one place knows them: a third of the families come from thirty that are at home there. */
    Vocalised.Entry family(int place, Random random) {
        if (random.nextDouble() < 0.67) {
            return name("s", random);
        }
        Random local = new Random(31L * place + random.nextInt(30));
        List<Vocalised.Entry> all = names.getOrDefault("s", List.of());
        return all.get(local.nextInt(all.size()));
    }

    private static List<String[]> rows(String table, int columns) {
        List<String[]> rows = new ArrayList<>();
        try (InputStream in = Country.class.getResourceAsStream(table)) {
            if (in == null) {
                throw new IllegalStateException("table " + table + " is missing from the class path of the registry");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split("\t", -1);
                if (!line.startsWith("#") && cells.length >= columns) {
                    rows.add(cells);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("table " + table + " cannot be read", e);
        }
        return rows;
    }
}
