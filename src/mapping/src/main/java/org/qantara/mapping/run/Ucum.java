package org.qantara.mapping.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.Pair;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.fhir.ucum.UcumService;
import org.jspecify.annotations.Nullable;

/**
 * Units of UCUM (The Unified Code for Units of Measure, by its essence file): which codes are units, and one unit in another's
 * measure. The definitions are read when the first unit is asked for. Thread-safe.
 */
public final class Ucum {
    /** The canonical address of the code system. */
    public static final String SYSTEM = "http://unitsofmeasure.org";

    private static final int UNITS_MAX = 10_000;
    /** Units that are measured against a preparation of their own and convert into nothing else, {@code [iU]}. */
    private static final Pattern ARBITRARY = Pattern.compile("\\[(?!Hg])[^\\]]+]");

    private static final Pattern SUBSTANCE = Pattern.compile("mol|eq");
    private static final MathContext EXACT = new MathContext(40);
    private static final ConcurrentHashMap<String, Optional<Canon>> CANONS = new ConcurrentHashMap<>();
    private static final ConcurrentHashMap<String, Optional<String>> PROBLEMS = new ConcurrentHashMap<>();

    /**
     * A unit in base units.
     *
     * @param kind what the library's base units do not tell apart: arbitrary units, amounts of substance, plain numbers
     */
    private record Canon(BigDecimal value, String base, String kind) {}

    private Ucum() {}

    private static final class Definitions {
        static final UcumService SERVICE = read();

        private static UcumService read() {
            try (InputStream in = UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
                return new UcumEssenceService(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (UcumException e) {
                throw new IllegalStateException("the library's own definitions of UCUM cannot be read", e);
            }
        }
    }

    /** What is wrong with a unit, or null when it is one. */
    public static @Nullable String problem(String unit) {
        if (unit.isBlank()) {
            return "it is empty";
        }
        if (PROBLEMS.size() > UNITS_MAX) {
            PROBLEMS.clear();
        }
        Optional<String> known = PROBLEMS.get(unit);
        if (known == null) {
            known = Optional.ofNullable(Definitions.SERVICE.validate(unit));
            PROBLEMS.put(unit, known);
        }
        return known.orElse(null);
    }

    /**
     * A measured value in another unit, with as many significant digits as it was measured with: 1.26 g/L of glucose (180.156 g/mol)
     * is 6.99 mmol/L, 7.0 mmol/L stays 7.0.
     *
     * @param grammesPerMole molar mass, needed only between mass and amount of substance
     * @return null when no way leads from one unit to the other
     */
    public static @Nullable String convert(String value, String from, String to, @Nullable String grammesPerMole) {
        if (from.equals(to)) {
            return value;
        }
        Canon source = canon(from);
        Canon target = canon(to);
        if (source == null || target == null) {
            return null;
        }
        BigDecimal measured = new BigDecimal(value);
        BigDecimal base = measured.multiply(source.value);
        BigDecimal exact = null;
        if (source.base.equals(target.base) && source.kind.equals(target.kind)) {
            exact = base.divide(target.value, EXACT);
        } else if (grammesPerMole != null && isMassOf(source, target)) {
            exact = base.divide(new BigDecimal(grammesPerMole), EXACT)
                    .multiply(mole())
                    .divide(target.value, EXACT);
        } else if (grammesPerMole != null && isMassOf(target, source)) {
            exact = base.divide(mole(), EXACT)
                    .multiply(new BigDecimal(grammesPerMole))
                    .divide(target.value, EXACT);
        }
        return exact == null
                ? null
                : exact.round(new MathContext(Math.max(1, measured.precision()), RoundingMode.HALF_EVEN))
                        .toPlainString();
    }

    private static boolean isMassOf(Canon mass, Canon amount) {
        return mass.kind.isEmpty()
                && amount.kind.equals("substance")
                && mass.base.equals(amount.base.isEmpty() ? "g" : "g." + amount.base);
    }

    private static BigDecimal mole() {
        Canon mole = canon("mol");
        return mole == null ? BigDecimal.ONE : mole.value;
    }

    private static @Nullable Canon canon(String unit) {
        if (CANONS.size() > UNITS_MAX) {
            CANONS.clear();
        }
        Optional<Canon> known = CANONS.get(unit);
        if (known == null) {
            known = Optional.ofNullable(find(unit));
            CANONS.put(unit, known);
        }
        return known.orElse(null);
    }

    /** By the canonical form: the library's own convert() loses a digit where it divides (1 mmol/L.g/mol gives 0.0001 g/L). */
    private static @Nullable Canon find(String unit) {
        try {
            Pair form = Definitions.SERVICE.getCanonicalForm(new Pair(new Decimal("1.000000000000000000000000"), unit));
            StringBuilder kind = new StringBuilder();
            ARBITRARY.matcher(unit).results().map(MatchResult::group).sorted().forEach(kind::append);
            boolean substance = SUBSTANCE.matcher(unit).find();
            return new Canon(
                    new BigDecimal(form.getValue().asDecimal()).stripTrailingZeros(),
                    form.getCode(),
                    kind.isEmpty() && substance ? "substance" : kind.toString());
        } catch (UcumException e) {
            return null; // a scale with a zero of its own, or no unit: nothing leads to another
        }
    }
}
