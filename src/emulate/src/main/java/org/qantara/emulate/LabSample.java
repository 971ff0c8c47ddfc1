package org.qantara.emulate;

import java.util.List;

/**
 * One sample with its results, as a laboratory would have measured it.
 *
 * @param number sample number on the tube
 * @param patient local patient number; empty when the analyser knows only the tube
 * @param family family name; empty with the number
 * @param given given name
 * @param birthDate {@code 19850517}
 * @param sex {@code F} or {@code M}
 * @param results in the order of the run
 */
public record LabSample(
        String number,
        String patient,
        String family,
        String given,
        String birthDate,
        String sex,
        List<Result> results) {
    private static final String[] FAMILIES = {"BENNANI", "EL AMRANI", "TAZI", "OUAZZANI", "BERRADA"};
    private static final String[] GIVEN = {"Zineb", "Omar", "Fatima", "Youssef", "Salma"};

    /** Freezes the list. */
    public LabSample {
        results = List.copyOf(results);
    }

    /** @param value as printed: {@code 7.0}, {@code 1,26}, {@code <0,5} */
    public record Result(String test, String text, String value, String unit, String range, String flag) {}

    /** The n-th sample of an invented laboratory: five patients, chemistry; the same n gives the same sample. */
    public static LabSample invented(int n) {
        int who = Math.floorMod(n, FAMILIES.length);
        return new LabSample(
                "E" + (100_000 + n),
                "E" + (700 + who),
                FAMILIES[who],
                GIVEN[who],
                "19" + (50 + 7 * who) + "0517",
                who % 2 == 0 ? "F" : "M",
                List.of(
                        new Result("GLU", "Glucose", "0." + (70 + n % 30), "g/L", "0.70 - 1.10", "N"),
                        new Result("CREA", "Creatinine", "7." + n % 10, "mg/L", "6.0 - 12.0", "N"),
                        new Result("K", "Potassium", "5." + (4 + n % 3), "mmol/L", "3.5 - 5.1", "H"),
                        new Result("CRP", "CRP", "<0,5", "mg/L", "< 5", "N")));
    }

    /** The same tube from an analyser that does not know whose it is. */
    public LabSample anonymous() {
        return new LabSample(number, "", "", "", "", "", results);
    }
}
