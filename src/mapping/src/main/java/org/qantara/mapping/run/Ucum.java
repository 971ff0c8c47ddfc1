package org.qantara.mapping.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.fhir.ucum.Decimal;
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

    private static final int FACTORS_MAX = 10_000;
    /** Scales with a zero of their own: no factor leads from one to another. */
    private static final Pattern SHIFTED = Pattern.compile("Cel|\\[degF]|\\[degRe]|\\[pH]|B\\[|\\bB\\b|Np");

    private static final ConcurrentHashMap<String, Optional<BigDecimal>> FACTORS = new ConcurrentHashMap<>();

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
        return unit.isBlank() ? "it is empty" : Definitions.SERVICE.validate(unit);
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
        BigDecimal measured = new BigDecimal(value);
        BigDecimal factor = factor(from, to);
        BigDecimal exact = factor == null ? null : measured.multiply(factor);
        if (exact == null && grammesPerMole != null) {
            BigDecimal mass = new BigDecimal(grammesPerMole);
            BigDecimal toMoles = factor(from, "(" + to + ").(g/mol)");
            BigDecimal toMass = toMoles != null ? null : factor("(" + from + ").(g/mol)", to);
            exact = toMoles != null
                    ? measured.multiply(toMoles).divide(mass, MathContext.DECIMAL64)
                    : toMass == null ? null : measured.multiply(toMass).multiply(mass);
        }
        return exact == null
                ? null
                : exact.round(new MathContext(Math.max(1, measured.precision()), RoundingMode.HALF_EVEN))
                        .toPlainString();
    }

    private static @Nullable BigDecimal factor(String from, String to) {
        if (FACTORS.size() > FACTORS_MAX) {
            FACTORS.clear();
        }
        return FACTORS.computeIfAbsent(from + " " + to, pair -> Optional.ofNullable(find(from, to)))
                .orElse(null);
    }

    private static @Nullable BigDecimal find(String from, String to) {
        if (SHIFTED.matcher(from).find() || SHIFTED.matcher(to).find()) {
            return null;
        }
        try {
            Decimal one = new Decimal("1.000000000000000000000000");
            return new BigDecimal(Definitions.SERVICE.convert(one, from, to).asDecimal()).stripTrailingZeros();
        } catch (UcumException e) {
            return null; // not of the same kind: the caller tries another way
        }
    }
}
