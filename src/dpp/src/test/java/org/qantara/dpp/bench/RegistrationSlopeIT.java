package org.qantara.dpp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.qantara.dpp.Dpp;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.RegistrySettings;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;

/**
 * How the time of a registration with its link grows with the known patients, on PostgreSQL: 100,000 to a million take hours on a small machine.
 * {@code -Dslope.known=10000,30000,60000 -Dslope.asked=200} takes minutes.
 */
@Tag("long")
class RegistrationSlopeIT {
    private static final double TARGET_MS = 200;

    private final List<Integer> known = Stream.of(
                    System.getProperty("slope.known", "100000,300000,1000000").split(","))
            .map(Integer::valueOf)
            .toList();
    private final int asked = Integer.getInteger("slope.asked", 400);
    private final int part = Math.min(RegistrationBench.PART, known.get(0));

    @Test
    void staysBelowTheTarget() {
        DppSettings settings = Database.POSTGRESQL.settings();
        Dpp.migrate(settings);
        List<Double> p95 = new ArrayList<>();
        int filled = 0;
        for (int step : known) {
            for (; filled * part < step; filled++) {
                RegistrationBench.fill(settings, filled, part);
            }
            long[] nanos = measured(settings, step);
            p95.add(nanos[nanos.length * 95 / 100] / 1e6);
            System.err.printf(
                    Locale.ROOT,
                    "%d registrations with %d known patients: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms%n",
                    nanos.length,
                    filled * part,
                    nanos[nanos.length / 2] / 1e6,
                    p95.get(p95.size() - 1),
                    nanos[nanos.length * 99 / 100] / 1e6);
        }
        assertThat(p95).allSatisfy(ms -> assertThat(ms).isLessThan(TARGET_MS));
    }

    private long[] measured(DppSettings settings, int step) {
        Dpp dpp = Dpp.start(settings.with(RegistrySettings.ON));
        try (DppUnderTest http = DppUnderTest.serve(dpp.fhirServlet(), dpp, settings)) {
            var people = RegistrationBench.asked(2 * asked, part, 78L + step);
            RegistrationBench.measure(http, people.subList(0, asked), 0); // warms up
            return RegistrationBench.measure(http, people.subList(asked, 2 * asked), 0);
        }
    }
}
