package org.qantara.dpp;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the DPP needs to start.
 *
 * @param jdbcUrl {@code jdbc:h2:file:…}, {@code jdbc:h2:mem:…} or {@code jdbc:postgresql:…}; {@code ;WRITE_DELAY=0} is added to H2 files that do
 *     not name it, because H2's default loses committed rows when the process is killed
 * @param user database user
 * @param password database password, empty for the embedded default
 * @param publicBaseUrl base of the links that are handed out, {@code https://dpp.example/fhir}; null derives it from each request
 * @param connectionsMax size of the connection pool; one writer needs one connection, a search up to two
 * @param bodyBytesMax largest request body in bytes after decompression, 413 above
 * @param regionByFacility facility code to region 1..12 (ISO 3166-2:MA); facilities that are missing write to the default partition
 * @param registry switches of the patient registry
 * @param hookHosts hosts that Subscriptions may notify, {@code host} or {@code host:port}; none switches Subscriptions off
 */
public record DppSettings(
        String jdbcUrl,
        String user,
        String password,
        @Nullable String publicBaseUrl,
        int connectionsMax,
        long bodyBytesMax,
        Map<String, Integer> regionByFacility,
        RegistrySettings registry,
        Set<String> hookHosts) {

    public static final int CONNECTIONS_MAX_DEFAULT = 20;
    public static final long BODY_BYTES_MAX_DEFAULT = 64L * 1024 * 1024;

    public DppSettings {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        if (!jdbcUrl.startsWith("jdbc:h2:") && !jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "the DPP's database URL must begin with jdbc:h2: or jdbc:postgresql:, for example jdbc:postgresql://127.0.0.1:5432/dpp");
        }
        if (connectionsMax < 2) {
            throw new IllegalArgumentException("connectionsMax is " + connectionsMax + ", at least 2 are needed");
        }
        if (bodyBytesMax < 1024) {
            throw new IllegalArgumentException("bodyBytesMax is " + bodyBytesMax + ", at least 1024 bytes are needed");
        }
        hookHosts = Set.copyOf(hookHosts);
        regionByFacility = Map.copyOf(regionByFacility);
        regionByFacility.forEach((facility, region) -> {
            if (region < 1 || region > 12) {
                throw new IllegalArgumentException(
                        "facility " + facility + " has region " + region + ", expected 1..12 (ISO 3166-2:MA)");
            }
        });
    }

    /** Settings of a store without the patient registry. */
    public DppSettings(
            String jdbcUrl,
            String user,
            String password,
            @Nullable String publicBaseUrl,
            int connectionsMax,
            long bodyBytesMax,
            Map<String, Integer> regionByFacility) {
        this(
                jdbcUrl,
                user,
                password,
                publicBaseUrl,
                connectionsMax,
                bodyBytesMax,
                regionByFacility,
                RegistrySettings.OFF,
                Set.of());
    }

    /** Settings with the defaults for everything but the database. */
    public DppSettings(String jdbcUrl, String user, String password, @Nullable String publicBaseUrl) {
        this(jdbcUrl, user, password, publicBaseUrl, CONNECTIONS_MAX_DEFAULT, BODY_BYTES_MAX_DEFAULT, Map.of());
    }

    /** The same with other switches of the registry. */
    public DppSettings with(RegistrySettings switches) {
        return new DppSettings(
                jdbcUrl,
                user,
                password,
                publicBaseUrl,
                connectionsMax,
                bodyBytesMax,
                regionByFacility,
                switches,
                hookHosts);
    }

    /** The same with hosts that Subscriptions may notify. */
    public DppSettings withHooks(Set<String> hosts) {
        return new DppSettings(
                jdbcUrl,
                user,
                password,
                publicBaseUrl,
                connectionsMax,
                bodyBytesMax,
                regionByFacility,
                registry,
                hosts);
    }

    public boolean postgresql() {
        return jdbcUrl.startsWith("jdbc:postgresql:");
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "DppSettings[jdbcUrl=" + jdbcUrl.replaceAll("(?i)(password=)[^&;]*", "$1…") + ", publicBaseUrl="
                + publicBaseUrl + "]";
    }
}
