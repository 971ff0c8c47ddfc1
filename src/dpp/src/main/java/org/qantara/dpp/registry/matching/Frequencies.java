package org.qantara.dpp.registry.matching;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.qantara.dpp.registry.matching.Prepared.Place;
import org.qantara.dpp.registry.matching.Prepared.Spelling;
import org.qantara.dpp.registry.names.Name;

/**
 * How common the values are: agreeing on Alaoui says less than agreeing on a rare name. Counted over records without knowing who is
 * who, by phonetic key, and stored as a versioned table. Immutable.
 *
 * @param family share of the records per key of the family name
 * @param given the same for given names
 * @param city the same for cities
 * @param households whether relatives under one roof are among the records; {@code true} unless enough records show none
 * @param established folded spellings that occur too often to be slips of the keyboard
 */
public record Frequencies(
        Map<String, Double> family,
        Map<String, Double> given,
        Map<String, Double> city,
        Set<String> established,
        boolean households) {
    /** Fewer records than this prove nothing about households. */
    private static final int HOUSEHOLDS_RECORDS_MIN = 2_000;

    /** A value never seen is no rarer than this: the table is a sample. */
    private static final double SHARE_MIN = 0.0002;

    private static final int ESTABLISHED_MIN = 4;
    private static final double ESTABLISHED_SHARE_MIN = 0.00005;

    /** No table: every value as rare as the rarest. */
    public static Frequencies none() {
        return new Frequencies(Map.of(), Map.of(), Map.of(), Set.of(), true);
    }

    /** Counts the values of all records. */
    public static Frequencies learn(Collection<Prepared> records) {
        Map<String, Integer> family = new HashMap<>();
        Map<String, Integer> given = new HashMap<>();
        Map<String, Integer> city = new HashMap<>();
        Map<String, Integer> folded = new HashMap<>();
        for (Prepared record : records) {
            for (Spelling spelling : record.spellings()) {
                count(family, spelling.family());
                count(given, spelling.given());
                folded.merge(spelling.family().folded(), 1, Integer::sum);
                folded.merge(spelling.given().folded(), 1, Integer::sum);
            }
            for (Place place : record.places()) {
                count(city, place.city());
            }
        }
        double enough = Math.max(ESTABLISHED_MIN, ESTABLISHED_SHARE_MIN * records.size());
        Set<String> established = new HashSet<>();
        folded.forEach((value, n) -> {
            if (n >= enough && !value.isEmpty()) {
                established.add(value);
            }
        });
        return new Frequencies(
                shares(family), shares(given), shares(city), Set.copyOf(established), hasHouseholds(records));
    }

    double family(String key) {
        return Math.max(SHARE_MIN, family.getOrDefault(key, 0.0));
    }

    double given(String key) {
        return Math.max(SHARE_MIN, given.getOrDefault(key, 0.0));
    }

    double city(String key) {
        return Math.max(SHARE_MIN, city.getOrDefault(key, 0.0));
    }

    boolean isEstablished(String folded) {
        return established.contains(folded);
    }

    /** Writes the table that {@link #read} reads; shares below the minimum are left out. */
    public void write(Writer out) {
        PrintWriter rows = new PrintWriter(out);
        rows.println("# kind\tvalue\tshare of the records");
        section(rows, "family", family);
        section(rows, "given", given);
        section(rows, "city", city);
        new TreeSet<>(established).forEach(value -> rows.print("established\t" + value + "\t\n"));
        rows.flush();
    }

    /** Reads a table; an unknown kind or a share that is no number is an error with its line. */
    public static Frequencies read(Reader in) throws IOException {
        Frequencies table = new Frequencies(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashSet<>(), true);
        BufferedReader lines = new BufferedReader(in);
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String[] cells = line.split("\t", -1);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (cells.length != 3) {
                throw new IOException("frequencies:" + number + ": expected kind, value, share");
            }
            switch (cells[0]) {
                case "family" -> table.family.put(cells[1], Double.valueOf(cells[2]));
                case "given" -> table.given.put(cells[1], Double.valueOf(cells[2]));
                case "city" -> table.city.put(cells[1], Double.valueOf(cells[2]));
                case "established" -> table.established.add(cells[1]);
                default ->
                    throw new IOException("frequencies:" + number + ": kind " + cells[0]
                            + ", expected family, given, city or established");
            }
        }
        return new Frequencies(
                Map.copyOf(table.family),
                Map.copyOf(table.given),
                Map.copyOf(table.city),
                Set.copyOf(table.established),
                true);
    }

    /**
     * Two numbers of one facility are two persons; do any such share the family name and the address or telephone? A table that is
     * read from a file always says yes: only the records at hand can show the contrary.
     */
    private static boolean hasHouseholds(Collection<Prepared> records) {
        Map<String, String> homes = new HashMap<>();
        for (Prepared record : records) {
            for (Spelling spelling : record.spellings()) {
                for (String home : homes(record, spelling)) {
                    String number = record.person().localNumber();
                    String other = homes.putIfAbsent(record.person().facility() + "|" + home, number);
                    if (other != null && !other.equals(number)) {
                        return true;
                    }
                }
            }
        }
        return records.size() < HOUSEHOLDS_RECORDS_MIN;
    }

    private static Set<String> homes(Prepared record, Spelling spelling) {
        Set<String> homes = new HashSet<>();
        if (!spelling.family().isEmpty()) {
            String family = spelling.family().keys().get(0) + "|";
            record.phones().forEach(phone -> homes.add(family + phone));
            record.places().stream()
                    .filter(place -> place.words().size() > 2)
                    .forEach(place -> homes.add(family + new TreeSet<>(place.words())));
        }
        return homes;
    }

    private static void section(PrintWriter rows, String kind, Map<String, Double> shares) {
        new TreeMap<>(shares).forEach((key, share) -> {
            if (share > SHARE_MIN) {
                rows.print(kind + "\t" + key + "\t" + Math.round(share * 1e6) / 1e6 + "\n");
            }
        });
    }

    private static void count(Map<String, Integer> counts, Name name) {
        if (!name.isEmpty()) {
            counts.merge(name.keys().get(0), 1, Integer::sum);
        }
    }

    private static Map<String, Double> shares(Map<String, Integer> counts) {
        double total = counts.values().stream().mapToInt(Integer::intValue).sum();
        Map<String, Double> shares = new HashMap<>();
        counts.forEach((key, n) -> shares.put(key, n / total));
        return Map.copyOf(shares);
    }
}
