package org.qantara.app.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The engine's own bearer token, renewed before it expires. Thread-safe: one caller renews, the others wait for it. */
public final class EngineToken implements Supplier<String> {
    private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofSeconds(60);

    private final Supplier<Issued> issuer;
    private final Clock clock;
    private @Nullable Issued current;

    /** A token with the instant after which it is refused. */
    record Issued(String token, Instant expiresAt) {}

    EngineToken(Supplier<Issued> issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** Signed by this installation's own key. */
    public static EngineToken signedBy(Tokens tokens, Clock clock) {
        Duration lifetime = Duration.ofMinutes(15);
        return new EngineToken(
                () -> new Issued(
                        tokens.sign(Access.ENGINE, "engine", lifetime),
                        clock.instant().plus(lifetime)),
                clock);
    }

    /**
     * @throws RuntimeException when the login server does not give one; delivery treats that as a broken destination and retries
     */
    @Override
    public synchronized String get() {
        Issued held = current;
        if (held == null || clock.instant().isAfter(held.expiresAt().minus(RENEW_BEFORE_EXPIRY))) {
            held = issuer.get();
            current = held;
        }
        return held.token();
    }
}
