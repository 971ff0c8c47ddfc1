package org.qantara.dpp.subscription;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where notifications may go: by https to a host that the operator named, and to nothing else that a client asks for.
 *
 * <p>The server stands inside a hospital's network and sends patient data; an address of a client's choice would reach what the client
 * cannot. Plain http is for this machine only, and only when the operator named it. Immutable.
 */
public final class HookEndpoints {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final int URL_CHARS_MAX = 2_000;

    private final Set<String> hosts;

    /** @param hosts {@code host} for its every port, or {@code host:port} */
    public HookEndpoints(Set<String> hosts) {
        this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** True when some host is allowed at all. */
    public boolean any() {
        return !hosts.isEmpty();
    }

    /** Why nothing may be sent there; empty when it may. */
    public Optional<String> refusal(@Nullable String endpoint) {
        if (endpoint == null || endpoint.isBlank() || endpoint.length() > URL_CHARS_MAX) {
            return Optional.of("is missing or longer than " + URL_CHARS_MAX + " characters");
        }
        URI uri;
        try {
            uri = new URI(endpoint);
        } catch (URISyntaxException e) {
            return Optional.of("is no URL");
        }
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (host.isEmpty() || uri.getUserInfo() != null || uri.getFragment() != null) {
            return Optional.of("must be scheme, host and path, without user and fragment");
        }
        if (!scheme.equals("https") && !(scheme.equals("http") && LOOPBACK.contains(host))) {
            return Optional.of("must begin with https://");
        }
        return hosts.contains(host) || hosts.contains(host + ":" + uri.getPort())
                ? Optional.empty()
                : Optional.of("names a host that the operator of this server has not allowed (QANTARA_DPP_HOOKS)");
    }
}
