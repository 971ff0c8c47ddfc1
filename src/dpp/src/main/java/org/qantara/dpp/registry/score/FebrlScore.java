package org.qantara.dpp.registry.score;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.qantara.dpp.registry.BirthDate;
import org.qantara.dpp.registry.NationalId;
import org.qantara.dpp.registry.Person;
import org.qantara.dpp.registry.Person.Sex;
import org.qantara.dpp.registry.PersonAddress;
import org.qantara.dpp.registry.PersonName;
import org.qantara.dpp.registry.matching.Decision;
import org.qantara.dpp.registry.matching.Frequencies;
import org.qantara.dpp.registry.matching.InMemoryCandidates;
import org.qantara.dpp.registry.matching.Matcher;
import org.qantara.dpp.registry.matching.Prepared;
import org.qantara.dpp.registry.matching.Scorer;
import org.qantara.dpp.registry.matching.Weights;

/**
 * Scores FEBRL4 with the Moroccan weights and rules as they are: file a is the registry, every record of file b is registered against
 * it, and only automatic links count.
 *
 * <p>Of the data only the value frequencies are counted (without looking at who is who), as a running registry does with its own
 * records. {@code soc_sec_id} is read as an unverified IDCS: the number of a person's social register.
 *
 * @param precision share of the links that are right
 * @param recall share of the records of b with a counterpart in a that were linked to it
 * @param f1 harmonic mean of both
 */
public record FebrlScore(double precision, double recall, double f1) {

    /** Reads both files (comma-separated with a header line, {@code rec-<n>-org} and {@code rec-<n>-dup-<k>}) and scores them. */
    public static FebrlScore of(Path fileA, Path fileB) throws IOException {
        List<Prepared> known = read(fileA, "A");
        List<Prepared> fresh = read(fileB, "B");
        List<Prepared> all = new ArrayList<>(known);
        all.addAll(fresh);
        InMemoryCandidates registry = new InMemoryCandidates(true);
        Set<String> truth = new HashSet<>();
        for (Prepared record : known) {
            registry.add(record, number(record));
            truth.add(number(record));
        }
        Matcher matcher = new Matcher(new Scorer(Weights.moroccan(), Frequencies.learn(all), true), registry);
        int right = 0;
        int links = 0;
        int possible = 0;
        for (Prepared record : fresh) {
            possible += truth.contains(number(record)) ? 1 : 0;
            if (matcher.decide(record) instanceof Decision.Link link) {
                links++;
                right += link.match().goldenId().equals(number(record)) ? 1 : 0;
            }
        }
        double precision = Share.of(right, links);
        double recall = Share.of(right, possible);
        return new FebrlScore(precision, recall, Share.of(2L * right, (long) links + possible));
    }

    private static String number(Prepared record) {
        return record.person().id().split("-")[1];
    }

    static List<Prepared> read(Path file, String facility) throws IOException {
        List<Prepared> records = new ArrayList<>();
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (lines.isEmpty()) {
            throw new IOException(file.getFileName() + " is empty, expected a header line and records");
        }
        List<String> header = Arrays.stream(lines.get(0).split(",", -1))
                .map(cell -> cell.strip().toLowerCase(Locale.ROOT))
                .toList();
        for (String line : lines.subList(1, lines.size())) {
            if (!line.isBlank()) {
                records.add(Prepared.of(person(new Row(file, header, line.split(",", -1)), facility)));
            }
        }
        return records;
    }

    private record Row(Path file, List<String> header, String[] cells) {
        String get(String column) throws IOException {
            int at = header.indexOf(column);
            if (at < 0) {
                throw new IOException(file.getFileName() + " has no column " + column + ", found " + header);
            }
            return at < cells.length ? cells[at].strip() : "";
        }
    }

    private static Person person(Row row, String facility) throws IOException {
        String id = row.get("rec_id");
        if (!id.matches("rec-\\d+-.*")) {
            throw new IOException(
                    row.file.getFileName() + ": rec_id " + id + ", expected rec-<number>-org or rec-<number>-dup-<n>");
        }
        String line = row.get("street_number") + " " + row.get("address_1") + " " + row.get("address_2");
        String social = row.get("soc_sec_id");
        return new Person(
                id,
                facility,
                id,
                List.of(new PersonName(row.get("given_name"), row.get("surname"))),
                Sex.UNKNOWN,
                BirthDate.parse(row.get("date_of_birth")).orElse(null),
                social.isEmpty() ? List.of() : List.of(new NationalId(NationalId.Kind.IDCS, social, false)),
                List.of(),
                List.of(new PersonAddress(line.strip(), row.get("suburb"), row.get("postcode"))),
                false);
    }
}
