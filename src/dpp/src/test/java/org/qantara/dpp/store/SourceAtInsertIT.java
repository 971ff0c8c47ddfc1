package org.qantara.dpp.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.DriverManager;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;

/** PostgreSQL's own statistics show that versions are written once. */
class SourceAtInsertIT {

    @Test
    void noVersionIsWrittenTwice() throws Exception {
        DppUnderTest dpp = Database.POSTGRESQL.dpp();
        Patient repeated = patient();
        assertThat(Sent.by("CHU-RABAT", 1).replace(repeated).to(dpp).status()).isEqualTo(200);
        long before = settledUpdates(dpp);
        for (int intake = 2; intake < 32; intake++) {
            Patient patient = patient();
            assertThat(Sent.by("CHU-RABAT", intake).replace(patient).to(dpp).status())
                    .isEqualTo(200);
            assertThat(dpp.get("/Patient/" + patient.getId())
                            .as(Patient.class)
                            .getMeta()
                            .getSource())
                    .isEqualTo("urn:qantara:message:CHU-RABAT:" + intake);
        }
        // updates that are meant, one each, until the statistics have arrived: a backend reports when its next
        // transaction ends
        AtomicInteger meant = new AtomicInteger();
        await().atMost(60, TimeUnit.SECONDS)
                .pollInterval(600, TimeUnit.MILLISECONDS)
                .until(() -> {
                    Sent again =
                            Sent.by("CHU-RABAT", 40 + meant.incrementAndGet()).replace(repeated);
                    assertThat(again.to(dpp).status()).isEqualTo(200);
                    return updates(dpp) - before >= 3;
                });
        assertThat(updates(dpp) - before).isLessThanOrEqualTo(meant.get());
        assertThat(meant.get())
                .as("with the creates counted twice it would be more")
                .isLessThan(30);
    }

    private static Patient patient() {
        Patient patient = new Patient();
        patient.setId(UUID.randomUUID().toString());
        return patient;
    }

    /** PostgreSQL's statistics arrive late: the number that stays the same for a while. */
    private static long settledUpdates(DppUnderTest dpp) {
        AtomicLong last = new AtomicLong(-1);
        await().atMost(30, TimeUnit.SECONDS)
                .pollInterval(1500, TimeUnit.MILLISECONDS)
                .until(() -> {
                    long now = updates(dpp);
                    return last.getAndSet(now) == now;
                });
        return last.get();
    }

    private static long updates(DppUnderTest dpp) throws Exception {
        var settings = dpp.settings();
        try (var connection = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = 'hfj_res_ver'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
