package org.qantara.tests.bench.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The peer's facts held against ours.
 *
 * @param facts how many different facts the peer's Bundle says
 * @param same found in ours at the same place
 * @param elsewhere the same value found in ours at another place
 * @param conventions how many are a convention of the peer, by the reason written in {@code peer-conventions.tsv}
 * @param missing what ours does not carry
 */
record FactsCompared(int facts, int same, int elsewhere, Map<String, Integer> conventions, List<String> missing) {

    private record Convention(Pattern fact, String reason) {}

    static FactsCompared of(byte[] peer, byte[] ours) throws IOException {
        Facts theirs = Facts.of(peer);
        Facts own = Facts.of(ours);
        List<Convention> known = known();
        int same = 0;
        int elsewhere = 0;
        Map<String, Integer> conventions = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        for (String fact : theirs.all()) {
            if (own.all().contains(fact)) {
                same++;
            } else if (own.values().contains(Facts.value(fact))) {
                elsewhere++;
            } else {
                known.stream()
                        .filter(c -> c.fact().matcher(fact).matches())
                        .findFirst()
                        .ifPresentOrElse(c -> conventions.merge(c.reason(), 1, Integer::sum), () -> missing.add(fact));
            }
        }
        return new FactsCompared(theirs.all().size(), same, elsewhere, conventions, missing);
    }

    private static List<Convention> known() throws IOException {
        try (InputStream in = Objects.requireNonNull(FactsCompared.class.getResourceAsStream("peer-conventions.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t", 2))
                    .map(cells -> new Convention(Pattern.compile(cells[0]), cells[1]))
                    .toList();
        }
    }

    void print(String name, PrintStream out) {
        out.printf(
                "%-8s %d facts of the peer: %d the same, %d elsewhere, %d conventions of the peer, %d not carried%n",
                name,
                facts,
                same,
                elsewhere,
                conventions.values().stream().mapToInt(Integer::intValue).sum(),
                missing.size());
        conventions.forEach((reason, times) -> out.printf("           %3d convention: %s%n", times, reason));
        missing.forEach(fact -> out.println("               not carried: " + fact));
    }
}
