package org.qantara.dpp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.qantara.dpp.Dpp;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.RegistrySettings;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;

/** How the time of a registration with its link grows from 100,000 to a million known patients on PostgreSQL. Hours on a small machine. */
@Tag("long")
class RegistrationSlopeIT {
    private static final int MILLION = 10;
    private static final int ASKED = 400;
    private static final double TARGET_MS = 200;

    @Test
    void staysBelowTheTargetUpToAMillion() {
        DppSettings settings = Database.POSTGRESQL.settings();
        Dpp.migrate(settings);
        List<Double> p95 = new ArrayList<>();
        int filled = 0;
        for (int parts : List.of(1, 3, MILLION)) {
            for (; filled < parts; filled++) {
                RegistrationBench.fill(settings, filled, RegistrationBench.PART);
            }
            p95.add(p95Ms(settings, parts));
            System.err.printf(
                    Locale.ROOT,
                    "registrations with %d known patients: p95 %.1f ms%n",
                    parts * RegistrationBench.PART,
                    p95.get(p95.size() - 1));
        }
        assertThat(p95).allSatisfy(ms -> assertThat(ms).isLessThan(TARGET_MS));
    }

    private static double p95Ms(DppSettings settings, int parts) {
        Dpp dpp = Dpp.start(settings.with(RegistrySettings.ON));
        try (DppUnderTest http = DppUnderTest.serve(dpp.fhirServlet(), dpp, settings)) {
            var people = RegistrationBench.asked(2 * ASKED, RegistrationBench.PART, 78L + parts);
            RegistrationBench.measure(http, people.subList(0, ASKED), 0); // warms up
            long[] nanos = RegistrationBench.measure(http, people.subList(ASKED, 2 * ASKED), 0);
            return nanos[nanos.length * 95 / 100] / 1e6;
        }
    }
}
