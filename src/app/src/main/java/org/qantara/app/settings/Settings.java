package org.qantara.app.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.RegistrySettings;

/**
 * Everything that {@code QANTARA_*} says, immutable and validated.
 *
 * @param role what this process runs
 * @param home the folder that holds {@code routes/}, {@code mappings/} and {@code samples/}
 * @param dataFolder journal, databases, keys; created when missing ({@code QANTARA_DATA}, default {@code ./data})
 * @param bind address of every listener ({@code QANTARA_BIND}, default loopback)
 * @param httpPort {@code QANTARA_HTTP_PORT}; 8080, or 8081 for the DPP alone; 0 = any free port
 * @param portOffset added to every port in {@code routes/facilities} ({@code QANTARA_PORT_OFFSET})
 * @param dppUrl FHIR base of the DPP that the engine delivers to ({@code QANTARA_DPP_URL})
 * @param dppDatabase JDBC URL of the DPP's store ({@code QANTARA_DPP_DB_URL})
 * @param ledgerDatabase JDBC URL of the ledger ({@code QANTARA_LEDGER_DB_URL})
 * @param brokerUrl Artemis to use instead of the embedded one ({@code QANTARA_BROKER_URL})
 * @param alertUrl where alarms are posted ({@code QANTARA_ALERT_URL}); null = only shown
 * @param destinations where messages go beside the DPP ({@code QANTARA_DESTINATIONS})
 * @param bulkPerSecond messages of initial loads a second and destination, 0 = no limit ({@code QANTARA_BULK_PER_SECOND})
 * @param tls this node's certificate, null = plain (loopback only)
 * @param tokens where tokens are signed and checked
 * @param hookHosts hosts that Subscriptions of the DPP may notify, {@code host} or {@code host:port}; none switches them off ({@code
 *     QANTARA_DPP_HOOKS}, blank separated)
 * @param registry whether the DPP's patient registry runs and may use the CNIE ({@code QANTARA_MPI}, {@code QANTARA_MPI_CNIE}, on or off)
 */
public record Settings(
        Role role,
        Path home,
        Path dataFolder,
        InetAddress bind,
        int httpPort,
        int portOffset,
        URI dppUrl,
        Database dppDatabase,
        Database ledgerDatabase,
        @Nullable URI brokerUrl,
        @Nullable URI alertUrl,
        List<DestinationSetting> destinations,
        int bulkPerSecond,
        @Nullable TlsFiles tls,
        TokenSettings tokens,
        Set<String> hookHosts,
        RegistrySettings registry) {
    public Settings {
        hookHosts = Set.copyOf(hookHosts);
        destinations = List.copyOf(destinations);
    }

    /** Reads the process's environment. */
    public static Settings fromEnvironment(Role role) {
        return from(role, new Environment(System.getenv()));
    }

    /**
     * Reads and validates one environment.
     *
     * @throws SettingException naming the variable, its value, what was expected and an example
     */
    public static Settings from(Role role, Environment env) {
        Path home = env.path("QANTARA_HOME", Path.of(System.getProperty("qantara.home", ".")));
        Path data = env.path("QANTARA_DATA", Path.of("data"));
        InetAddress bind = bind(env);
        int httpPort = freePortWhenZero(env.port("QANTARA_HTTP_PORT", role == Role.DPP ? 8081 : 8080));
        TlsFiles tls = tls(env);
        TokenSettings tokens = TokenSettings.from(env, data);
        requireSafeBeyondLoopback(bind, tls, tokens);
        Database dpp = Database.from(env, "QANTARA_DPP_DB", "jdbc:h2:file:" + data.resolve("dpp/dpp"));
        Database ledger = Database.from(env, "QANTARA_LEDGER_DB", "jdbc:h2:file:" + data.resolve("ledger/ledger"));
        return new Settings(
                role,
                home,
                data,
                bind,
                httpPort,
                env.integer("QANTARA_PORT_OFFSET", 0, -60000, 60000),
                dppUrl(env, role, bind, httpPort, tls != null),
                dpp,
                ledger,
                env.uri("QANTARA_BROKER_URL"),
                alertUrl(env),
                DestinationSetting.from(env),
                env.integer("QANTARA_BULK_PER_SECOND", 0, 0, 1_000_000),
                tls,
                tokens,
                hookHosts(env),
                new RegistrySettings(env.flag("QANTARA_MPI", true), env.flag("QANTARA_MPI_CNIE", true)));
    }

    public Path routesFolder() {
        return home.resolve("routes");
    }

    public Path mappingsFolder() {
        return home.resolve("mappings");
    }

    public Path samplesFolder() {
        return home.resolve("samples");
    }

    /** The address to show to people and to call from this machine: loopback when bound to every interface. */
    public String httpBase() {
        String host = bind.isAnyLocalAddress() ? "127.0.0.1" : bind.getHostAddress();
        return (tls == null ? "http://" : "https://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + httpPort;
    }

    private static InetAddress bind(Environment env) {
        String value = env.text("QANTARA_BIND", "127.0.0.1");
        try {
            return InetAddress.getByName(value);
        } catch (UnknownHostException e) {
            throw new SettingException("QANTARA_BIND", value, "an address of this machine", "0.0.0.0");
        }
    }

    private static Set<String> hookHosts(Environment env) {
        String value = env.text("QANTARA_DPP_HOOKS", "");
        Set<String> hosts = value.isEmpty() ? Set.of() : Set.copyOf(List.of(value.split("\\s+")));
        if (!hosts.stream().allMatch(host -> host.matches("[A-Za-z0-9.-]{1,253}(:\\d{1,5})?")))
            throw new SettingException(
                    "QANTARA_DPP_HOOKS",
                    value,
                    "hosts, each with or without a port",
                    "hooks.example.ma lab.example.ma:8443");
        return hosts;
    }

    private static @Nullable TlsFiles tls(Environment env) {
        Path certificate = env.existingFile("QANTARA_TLS_CERT");
        Path key = env.existingFile("QANTARA_TLS_KEY");
        Path authorities = env.existingFile("QANTARA_TLS_CA");
        if (certificate == null && key == null) return null;
        if (certificate == null || key == null)
            throw new SettingException("QANTARA_TLS_CERT and QANTARA_TLS_KEY go together: set both PEM files or none");
        return new TlsFiles(certificate, key, authorities);
    }

    private static void requireSafeBeyondLoopback(InetAddress bind, @Nullable TlsFiles tls, TokenSettings tokens) {
        if (bind.isLoopbackAddress()) return;
        if (tls == null)
            throw new SettingException("QANTARA_BIND=" + bind.getHostAddress()
                    + " is beyond loopback, which needs TLS: set QANTARA_TLS_CERT and QANTARA_TLS_KEY to PEM files");
        if (!tokens.sharedByFile() && tokens.jwksUrl() == null)
            throw new SettingException(
                    "QANTARA_BIND=" + bind.getHostAddress()
                            + " is beyond loopback, which needs a token key that other nodes share:"
                            + " set QANTARA_TOKEN_KEY_FILE=/run/secrets/token.jwk or QANTARA_JWKS_URL=https://login.example/jwks");
    }

    private static URI dppUrl(Environment env, Role role, InetAddress bind, int httpPort, boolean tls) {
        URI given = env.uri("QANTARA_DPP_URL");
        if (given == null) {
            int port = role == Role.ENGINE ? 8081 : httpPort;
            String host = role == Role.ENGINE || bind.isAnyLocalAddress() ? "127.0.0.1" : bind.getHostAddress();
            String authority = host.contains(":") ? "[" + host + "]" : host;
            return URI.create((tls ? "https://" : "http://") + authority + ":" + port + "/fhir");
        }
        String scheme = given.getScheme() == null ? "" : given.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https"))
            throw new SettingException(
                    "QANTARA_DPP_URL", given.toString(), "an http or https FHIR base", "http://127.0.0.1:8081/fhir");
        boolean bare = given.getPath() == null
                || given.getPath().isEmpty()
                || given.getPath().equals("/");
        return bare ? given.resolve("/fhir") : given;
    }

    private static @Nullable URI alertUrl(Environment env) {
        URI given = env.uri("QANTARA_ALERT_URL");
        if (given == null || "http".equals(given.getScheme()) || "https".equals(given.getScheme())) return given;
        throw new SettingException(
                "QANTARA_ALERT_URL", given.toString(), "an http or https URL", "https://alerts.example/qantara");
    }

    private static int freePortWhenZero(int port) {
        if (port != 0) return port;
        try (var probe = new java.net.ServerSocket(0)) {
            return probe.getLocalPort();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException("no free port for QANTARA_HTTP_PORT=0", e);
        }
    }
}
