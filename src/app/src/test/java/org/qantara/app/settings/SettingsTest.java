package org.qantara.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path folder;

    private Settings read(Role role, String... pairs) {
        Map<String, String> variables = new HashMap<>();
        variables.put("QANTARA_DATA", folder.toString());
        for (int i = 0; i < pairs.length; i += 2) variables.put(pairs[i], pairs[i + 1]);
        return Settings.from(role, new Environment(variables));
    }

    @Test
    void an_empty_environment_is_one_machine_on_loopback() {
        Settings settings = read(Role.ALL);
        assertThat(settings.bind().isLoopbackAddress()).isTrue();
        assertThat(settings.httpPort()).isEqualTo(8080);
        assertThat(settings.dppUrl()).hasToString("http://127.0.0.1:8080/fhir");
        assertThat(settings.dppDatabase().url()).startsWith("jdbc:h2:file:" + folder);
        assertThat(settings.brokerUrl()).isNull();
    }

    @Test
    void the_dpp_alone_has_a_port_of_its_own_and_the_engine_alone_finds_it_there() {
        assertThat(read(Role.DPP).httpPort()).isEqualTo(8081);
        assertThat(read(Role.ENGINE).dppUrl()).hasToString("http://127.0.0.1:8081/fhir");
    }

    @Test
    void the_registry_runs_unless_it_is_switched_off() {
        assertThat(read(Role.ALL).registry().enabled()).isTrue();
        assertThat(read(Role.ALL, "QANTARA_MPI", "off").registry().enabled()).isFalse();
        assertThat(read(Role.ALL, "QANTARA_MPI_CNIE", "off").registry().useCnie())
                .isFalse();
        assertThatThrownBy(() -> read(Role.ALL, "QANTARA_MPI", "maybe"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("QANTARA_MPI");
    }

    @Test
    void a_dpp_url_without_a_path_means_its_fhir_base() {
        assertThat(read(Role.ENGINE, "QANTARA_DPP_URL", "https://dpp.example:8443")
                        .dppUrl())
                .hasToString("https://dpp.example:8443/fhir");
        assertThat(read(Role.ENGINE, "QANTARA_DPP_URL", "https://dpp.example/r4")
                        .dppUrl())
                .hasToString("https://dpp.example/r4");
    }

    @Test
    void beyond_loopback_needs_tls_and_a_shared_key() throws Exception {
        assertThatThrownBy(() -> read(Role.ALL, "QANTARA_BIND", "0.0.0.0"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("QANTARA_TLS_CERT");
        String pem = Files.writeString(folder.resolve("cert.pem"), "x").toString();
        assertThatThrownBy(() ->
                        read(Role.ALL, "QANTARA_BIND", "0.0.0.0", "QANTARA_TLS_CERT", pem, "QANTARA_TLS_KEY", pem))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("QANTARA_TOKEN_KEY_FILE");
        Settings settings = read(
                Role.ALL,
                "QANTARA_BIND",
                "0.0.0.0",
                "QANTARA_TLS_CERT",
                pem,
                "QANTARA_TLS_KEY",
                pem,
                "QANTARA_TOKEN_KEY_FILE",
                pem);
        assertThat(settings.httpBase()).isEqualTo("https://127.0.0.1:8080");
    }

    @Test
    void half_a_certificate_is_refused() throws Exception {
        String pem = Files.writeString(folder.resolve("cert.pem"), "x").toString();
        assertThatThrownBy(() -> read(Role.ALL, "QANTARA_TLS_CERT", pem)).hasMessageContaining("go together");
    }

    @Test
    void a_wrong_value_names_variable_value_and_example() {
        assertThatThrownBy(() -> read(Role.ALL, "QANTARA_HTTP_PORT", "80800"))
                .hasMessage(
                        "QANTARA_HTTP_PORT='80800': expected a number from 0 to 65535, for example QANTARA_HTTP_PORT=8080");
        assertThatThrownBy(() -> read(Role.ALL, "QANTARA_PORT_OFFSET", "ten"))
                .hasMessageContaining("QANTARA_PORT_OFFSET='ten'");
        assertThatThrownBy(() -> read(Role.ALL, "QANTARA_DPP_URL", "ftp://dpp")).hasMessageContaining("http or https");
    }

    @Test
    void a_wrong_database_url_is_told_without_its_password() {
        assertThatThrownBy(() -> read(Role.ALL, "QANTARA_LEDGER_DB_URL", "jdbc:mysql://h/db?password=secret"))
                .hasMessageContaining("QANTARA_LEDGER_DB_URL")
                .hasMessageNotContaining("secret");
        assertThat(new Database("jdbc:postgresql://h/db?password=secret", null, "other").toString())
                .doesNotContain("secret")
                .doesNotContain("other");
    }

    @Test
    void port_zero_is_any_free_port() {
        assertThat(read(Role.ALL, "QANTARA_HTTP_PORT", "0").httpPort()).isPositive();
    }

    @Test
    void hosts_that_may_be_notified_are_hosts_and_none_by_default() {
        assertThat(read(Role.ALL).hookHosts()).isEmpty();
        assertThat(read(Role.ALL, "QANTARA_DPP_HOOKS", "a.example b.example:8443  a.example")
                        .hookHosts())
                .containsExactlyInAnyOrder("a.example", "b.example:8443");
        assertThatThrownBy(() -> read(Role.ALL, "QANTARA_DPP_HOOKS", "https://a.example/"))
                .hasMessageContaining("QANTARA_DPP_HOOKS='https://a.example/'");
    }

    @Test
    void an_empty_variable_is_not_set() {
        assertThat(read(Role.ALL, "QANTARA_BROKER_URL", "", "QANTARA_HTTP_PORT", " ")
                        .httpPort())
                .isEqualTo(8080);
    }
}
