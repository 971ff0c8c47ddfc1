package org.qantara.mapping.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UcumTest {
    /** IUPAC 2021, conventional values. */
    private static final Map<String, String> WEIGHTS = Map.of(
            "H", "1.008", "C", "12.011", "N", "14.007", "O", "15.999", "Mg", "24.305", "P", "30.974", "Ca", "40.078",
            "Fe", "55.845");

    @ParameterizedTest
    @CsvSource({
        "1.26,g/L,mmol/L,180.156,6.99",
        "126,mg/dL,mmol/L,180.156,6.99",
        "7.0,mmol/L,mmol/L,180.156,7.0",
        "7.0,mmol/L,umol/L,,7000",
        "10.0,mg/L,umol/L,113.120,88.4",
        "88,umol/L,mg/L,113.120,10",
        "88,umol/L,mg/dL,113.120,1.0",
        "2.5,u[iU]/mL,m[iU]/L,,2.5",
        "13.4,g/dL,g/L,,134",
        "250,10*3/uL,10*9/L,,250",
        "0.05,g/L,mg/L,,50"
    })
    void aValueKeepsItsDigitsInAnotherUnit(String value, String from, String to, String mass, String expected) {
        assertThat(new BigDecimal(Ucum.convert(value, from, to, mass))).isEqualByComparingTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1,g/L,mmol/L",
        "37,Cel,K",
        "37,K,Cel",
        "1,g/L,s",
        "1,nonsense,g",
        "1,[iU]/L,10*9/L",
        "1,mmol/L,10*9/L",
        "1,[iU]/L,U/L"
    })
    void thereIsNotAlwaysAWay(String value, String from, String to) {
        assertThat(Ucum.convert(value, from, to, null)).isNull();
    }

    @Property(tries = 300)
    void thereAndBackIsTheSameAtTheMeasuredPrecision(
            @ForAll @BigRange(min = "0.001", max = "9999") @Scale(3) BigDecimal value) {
        String written = value.setScale(9, java.math.RoundingMode.UNNECESSARY).toPlainString();
        String moles = Ucum.convert(written, "g/L", "mmol/L", "180.156");
        String back = Ucum.convert(String.valueOf(moles), "mmol/L", "g/L", "180.156");
        assertThat(new BigDecimal(back).subtract(value).abs())
                .isLessThanOrEqualTo(value.movePointLeft(6).max(new BigDecimal("0.0000001")));
    }

    @Test
    void molarMassesAreTheSumsOfTheirAtoms() throws Exception {
        String text =
                Files.readString(Path.of(System.getProperty("qantara.root", "."), "mappings/base/lab/canonical.yaml"));
        Map<String, BigDecimal> byFormula = new HashMap<>();
        String formula = null;
        int checked = 0;
        for (String line : text.substring(text.indexOf("table: MolarMass")).split("\n")) {
            if (line.strip().startsWith("#")) {
                formula = line.substring(line.lastIndexOf(',') + 1).strip();
                byFormula.computeIfAbsent(formula, UcumTest::sum);
            } else if (formula != null && line.contains("\"")) {
                String mass = line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
                assertThat(new BigDecimal(mass)).as(line).isEqualByComparingTo(byFormula.get(formula));
                checked++;
            }
        }
        assertThat(checked).isGreaterThanOrEqualTo(30);
    }

    private static BigDecimal sum(String formula) {
        Matcher atoms = Pattern.compile("([A-Z][a-z]?)(\\d*)").matcher(formula);
        BigDecimal sum = BigDecimal.ZERO;
        while (atoms.find()) {
            String weight = WEIGHTS.get(atoms.group(1));
            assertThat(weight).as(formula).isNotNull();
            sum = sum.add(new BigDecimal(weight)
                    .multiply(new BigDecimal(atoms.group(2).isEmpty() ? "1" : atoms.group(2))));
        }
        return sum;
    }
}
