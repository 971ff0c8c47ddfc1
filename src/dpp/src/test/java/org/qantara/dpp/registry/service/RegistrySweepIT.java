package org.qantara.dpp.registry.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qantara.dpp.registry.service.WithRegistry.newId;
import static org.qantara.dpp.registry.service.WithRegistry.patient;
import static org.qantara.dpp.registry.service.WithRegistry.withCnie;

import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;

/** A record that was kept without a registry gets one later: its patients are taken in at the start. */
class RegistrySweepIT {
    @Test
    void patientsFromBeforeTheRegistryAreTakenIn() {
        DppSettings settings = Database.POSTGRESQL.settings();
        String one = newId();
        String two = newId();
        try (DppUnderTest without = DppUnderTest.start(settings)) {
            Sent.by("OLD-A", 1)
                    .merge(withCnie(
                            patient(one, "OLD-A", "1", "Samira", "Kettani", "1969-02-27", "0668000111"), "ST100999"))
                    .to(without);
            Sent.by("OLD-B", 1)
                    .merge(withCnie(
                            patient(two, "OLD-B", "1", "سميرة", "الكتاني", "1969-02-27", "0668000111"), "ST100999"))
                    .to(without);
        }
        try (WithRegistry dpp = WithRegistry.start(settings)) {
            Awaitility.await()
                    .atMost(60, TimeUnit.SECONDS)
                    .until(() -> dpp.registry().golden(one).isPresent()
                            && dpp.registry().golden(two).isPresent());
            assertThat(dpp.golden(two)).isEqualTo(dpp.golden(one));
            assertThat(dpp.registry().members(dpp.golden(one))).containsExactly(one, two);
        }
    }
}
