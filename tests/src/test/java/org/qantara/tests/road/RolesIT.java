package org.qantara.tests.road;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Environment;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.tests.Home;
import org.qantara.tests.process.Fhir;
import org.qantara.tests.process.QantaraProcess;
import org.qantara.tests.process.TestHome;

/** Engine and DPP as two processes, the DPP and the ledger on PostgreSQL, as the compose file runs them. */
class RolesIT {
    @TempDir
    Path folder;

    @Test
    void the_engine_acknowledges_before_there_is_a_dpp_and_delivers_when_it_comes() throws Exception {
        List<Integer> ports = TestHome.freePorts(4);
        Path home = TestHome.withPorts(folder.resolve("home"), ports.subList(0, 2));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start()) {
            try (var connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE dpp");
                statement.execute("CREATE DATABASE ledger");
            }
            var common = new HashMap<String, String>();
            common.put("QANTARA_HOME", home.toString());
            common.put("QANTARA_DATA", folder.resolve("data").toString());
            common.put("QANTARA_DPP_DB_URL", postgres.getJdbcUrl("postgres", "dpp"));
            common.put("QANTARA_DPP_DB_USER", "postgres");
            common.put("QANTARA_LEDGER_DB_URL", postgres.getJdbcUrl("postgres", "ledger"));
            common.put("QANTARA_LEDGER_DB_USER", "postgres");

            Map<String, String> engineEnvironment = new HashMap<>(common);
            engineEnvironment.put("QANTARA_HTTP_PORT", ports.get(2).toString());
            engineEnvironment.put("QANTARA_DPP_URL", "http://127.0.0.1:" + ports.get(3));
            Settings engineSettings = Settings.from(Role.ENGINE, new Environment(engineEnvironment));
            try (QantaraProcess engine =
                    QantaraProcess.start(folder.resolve("engine.log"), engineEnvironment, "run", "--role", "engine")) {
                engine.awaitReady(engineSettings.httpBase());
                byte[] message = Files.readAllBytes(
                        Home.folder().resolve("samples/hl7v2/CHU-RABAT/01-ADT_A04-enregistrement.hl7"));
                try (var client = new MllpClient(ClientSettings.plain("127.0.0.1", ports.get(0)))) {
                    assertThat(client.send(message).get(60, TimeUnit.SECONDS)).isInstanceOf(SendOutcome.Accepted.class);
                }

                Map<String, String> dppEnvironment = new HashMap<>(common);
                dppEnvironment.put("QANTARA_HTTP_PORT", ports.get(3).toString());
                Settings dppSettings = Settings.from(Role.DPP, new Environment(dppEnvironment));
                try (QantaraProcess dpp =
                        QantaraProcess.start(folder.resolve("dpp.log"), dppEnvironment, "run", "--role", "dpp")) {
                    dpp.awaitReady(dppSettings.httpBase());
                    var record = new Fhir(dppSettings.httpBase(), dppSettings.tokens());
                    Awaitility.await()
                            .atMost(Duration.ofMinutes(2))
                            .until(() -> record.search("Patient?identifier=urn:ma:ipp:CHU-RABAT%7C0048213")
                                            .size()
                                    == 1);
                    JsonNode row = new Fhir(engineSettings.httpBase(), engineSettings.tokens())
                            .json("/api/messages?controlId=RB0001", Access.OPERATOR)
                            .path("messages")
                            .get(0);
                    assertThat(row.path("facility").asText()).isEqualTo("CHU-RABAT");
                    assertThat(dpp.terminate()).isIn(0, 143);
                }
                assertThat(engine.terminate()).isIn(0, 143);
            }
        }
    }
}
