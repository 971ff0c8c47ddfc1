package org.qantara.dpp.registry.matching;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.qantara.dpp.registry.NationalId;
import org.qantara.dpp.registry.matching.Weights.Probability;

/**
 * Learns the weights from records without knowing who is who: {@code u} from random pairs, {@code m} by expectation maximisation over
 * pairs that share a block. Three different blocks are used, because a field that makes the block says nothing inside it; what they
 * teach is averaged, each with the share of its pairs that turned out to be one person.
 */
public final class EmLearner {
    private static final int RANDOM_PAIRS_MAX = 400_000;
    private static final int RANDOM_PAIRS_A_RECORD = 20;
    private static final int BLOCK_MAX = 40;
    private static final int ROUNDS = 30;
    private static final double M_MIN = 0.0005;

    private static final Set<Field> NAMES = EnumSet.of(Field.GIVEN_NAME, Field.FAMILY_NAME);
    private static final Set<Field> BIRTH = EnumSet.of(Field.BIRTH_DATE);
    private static final Set<Field> SOCIAL = EnumSet.of(Field.IDCS);

    /** What one block taught: m by field and level, and how pure the block is. */
    private record Lesson(Map<Field, Map<Level, Double>> m, double samePersonShare) {}

    private final List<Prepared> records;
    private final Frequencies frequencies;
    private final Random random;

    public EmLearner(List<Prepared> records, Frequencies frequencies, long seed) {
        this.records = List.copyOf(records);
        this.frequencies = frequencies;
        this.random = new Random(seed);
    }

    /** The learnt probabilities of every field and level that occurred. */
    public Map<Field, Map<Level, Probability>> learn() {
        Map<Field, Map<Level, Double>> u = differentPersons();
        List<Lesson> lessons = List.of(
                samePerson(pairs(EmLearner::namesBlock), NAMES, u),
                samePerson(pairs(EmLearner::birthBlock), BIRTH, u),
                samePerson(pairs(EmLearner::socialBlock), SOCIAL, u));
        Map<Field, Map<Level, Probability>> weights = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            Map<Level, Probability> levels = new EnumMap<>(Level.class);
            u.getOrDefault(field, Map.of()).forEach((level, uValue) -> {
                double sum = 0;
                double shares = 0;
                for (Lesson lesson : lessons) {
                    Double m = lesson.m.getOrDefault(field, Map.of()).get(level);
                    sum += m == null ? 0 : m * lesson.samePersonShare;
                    shares += m == null ? 0 : lesson.samePersonShare;
                }
                levels.put(level, new Probability(round(Math.max(M_MIN, sum / shares)), round(uValue)));
            });
            weights.put(field, levels);
        }
        return weights;
    }

    private Map<Field, Map<Level, Double>> differentPersons() {
        Map<Field, Map<Level, Double>> counts = new EnumMap<>(Field.class);
        int pairs = Math.min(RANDOM_PAIRS_MAX, RANDOM_PAIRS_A_RECORD * records.size());
        for (int i = 0; i < pairs; i++) {
            Prepared a = records.get(random.nextInt(records.size()));
            Prepared b = records.get(random.nextInt(records.size()));
            if (a != b) {
                add(counts, Comparison.of(a, b, frequencies), 1, Set.of());
            }
        }
        Map<Field, Map<Level, Double>> u = shares(counts, 0.5);
        for (Field field : List.of(Field.CNIE, Field.IDCS)) {
            u.computeIfPresent(field, (f, levels) -> personal(levels));
        }
        return u;
    }

    /**
     * Numbers that are one per person hardly ever agree by chance, far too rarely for a sample to show it: eight or more digits
     * leave less than one in a million for the same number and little more for one wrong digit.
     */
    private static Map<Level, Double> personal(Map<Level, Double> sampled) {
        Map<Level, Double> levels = new EnumMap<>(sampled);
        levels.put(Level.SAME, Math.min(sampled.getOrDefault(Level.SAME, 1.0), 1e-6));
        levels.put(Level.TYPO, Math.min(sampled.getOrDefault(Level.TYPO, 1.0), 2e-6));
        return levels;
    }

    private Lesson samePerson(List<Comparison> pairs, Set<Field> silent, Map<Field, Map<Level, Double>> u) {
        Map<Field, Map<Level, Double>> m = new EnumMap<>(Field.class);
        u.forEach((field, levels) -> {
            Map<Level, Double> start = new EnumMap<>(Level.class);
            levels.keySet().forEach(level -> start.put(level, level == Level.DIFFERENT ? 0.1 : 0.9 / levels.size()));
            m.put(field, start);
        });
        double share = 0.2;
        for (int round = 0; round < ROUNDS; round++) {
            Map<Field, Map<Level, Double>> counts = new EnumMap<>(Field.class);
            double sum = 0;
            for (Comparison pair : pairs) {
                double odds = share / (1 - share);
                for (Map.Entry<Field, Level> entry : pair.levels().entrySet()) {
                    if (!silent.contains(entry.getKey())) {
                        odds *= value(m, entry) / value(u, entry);
                    }
                }
                double same = Double.isInfinite(odds) ? 1 : odds / (1 + odds);
                sum += same;
                add(counts, pair, same, silent);
            }
            share = Math.min(0.98, Math.max(1e-4, sum / Math.max(1, pairs.size())));
            shares(counts, 0.5).forEach((field, levels) -> m.put(field, levels));
        }
        silent.forEach(m::remove);
        return new Lesson(m, share);
    }

    private List<Comparison> pairs(Function<Prepared, String> block) {
        Map<String, List<Prepared>> blocks = new HashMap<>();
        for (Prepared record : records) {
            String key = block.apply(record);
            if (!key.isEmpty()) {
                blocks.computeIfAbsent(key, k -> new ArrayList<>()).add(record);
            }
        }
        List<Comparison> pairs = new ArrayList<>();
        blocks.values().stream().filter(records -> records.size() <= BLOCK_MAX).forEach(found -> {
            for (int i = 0; i < found.size(); i++) {
                for (int j = i + 1; j < found.size(); j++) {
                    pairs.add(Comparison.of(found.get(i), found.get(j), frequencies));
                }
            }
        });
        return pairs;
    }

    private static String namesBlock(Prepared record) {
        if (record.spellings().isEmpty()) {
            return "";
        }
        Prepared.Spelling first = record.spellings().get(0);
        return first.given().isEmpty() || first.family().isEmpty()
                ? ""
                : first.given().keys().get(0) + "+" + first.family().keys().get(0);
    }

    /** Twins share the block of the birth date and would teach that one person has two given names: records that say twin stay out. */
    private static String birthBlock(Prepared record) {
        var born = record.person().birthDate();
        return born == null || born.isFirstOfJanuary() || record.person().multipleBirth()
                ? ""
                : born.digits() + record.person().sex();
    }

    private static String socialBlock(Prepared record) {
        List<Prepared.Identifier> numbers = record.identifiers(NationalId.Kind.IDCS);
        return numbers.isEmpty() ? "" : numbers.get(0).value();
    }

    private static void add(Map<Field, Map<Level, Double>> counts, Comparison pair, double weight, Set<Field> silent) {
        pair.levels().forEach((field, level) -> {
            if (!silent.contains(field)) {
                counts.computeIfAbsent(field, f -> new EnumMap<>(Level.class)).merge(level, weight, Double::sum);
            }
        });
    }

    private static double value(Map<Field, Map<Level, Double>> table, Map.Entry<Field, Level> entry) {
        return table.getOrDefault(entry.getKey(), Map.of()).getOrDefault(entry.getValue(), 1e-4);
    }

    /** Shares per field; every level of the field gets {@code added} counts more, so that what never occurred is rare, not impossible. */
    private static Map<Field, Map<Level, Double>> shares(Map<Field, Map<Level, Double>> counts, double added) {
        Map<Field, Map<Level, Double>> shares = new EnumMap<>(Field.class);
        counts.forEach((field, levels) -> {
            Set<Level> possible = EnumSet.copyOf(levels.keySet());
            possible.addAll(FieldLevels.possible(field));
            double total =
                    levels.values().stream().mapToDouble(Double::doubleValue).sum() + added * possible.size();
            Map<Level, Double> share = new EnumMap<>(Level.class);
            possible.forEach(level -> share.put(level, (levels.getOrDefault(level, 0.0) + added) / total));
            shares.put(field, share);
        });
        return shares;
    }

    private static double round(double value) {
        return Double.parseDouble(String.format(java.util.Locale.ROOT, "%.4g", value));
    }
}
