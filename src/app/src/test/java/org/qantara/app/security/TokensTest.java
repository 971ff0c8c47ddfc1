package org.qantara.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.app.settings.TokenSettings;
import org.springframework.security.oauth2.jwt.JwtException;

class TokensTest {
    @TempDir
    Path folder;

    private TokenSettings settings(String name) {
        return new TokenSettings(folder.resolve(name).resolve("token.jwk"), false, null, null);
    }

    @Test
    void a_token_is_believed_with_its_scopes() {
        var settings = settings("a");
        String token = Issuers.signer(settings, Clock.systemUTC()).sign(Access.READER, "tester", Duration.ofMinutes(5));
        var jwt = Issuers.decoder(settings).decode(token);
        assertThat(jwt.getClaimAsString("scope")).isEqualTo("fhir.read");
        assertThat(jwt.getSubject()).isEqualTo("tester");
    }

    @Test
    void another_installations_token_is_not_believed() {
        String foreign =
                Issuers.signer(settings("b"), Clock.systemUTC()).sign(Access.ADMIN, "x", Duration.ofMinutes(5));
        assertThatThrownBy(() -> Issuers.decoder(settings("a")).decode(foreign)).isInstanceOf(JwtException.class);
    }

    @Test
    void an_expired_token_is_not_believed() {
        Clock yesterday = Clock.offset(Clock.systemUTC(), Duration.ofDays(-1));
        String old = Issuers.signer(settings("a"), yesterday).sign(Access.ADMIN, "x", Duration.ofHours(1));
        assertThatThrownBy(() -> Issuers.decoder(settings("a")).decode(old))
                .isInstanceOf(JwtException.class)
                .hasMessageContaining("expired");
    }

    @Test
    void the_key_is_the_owners_only_and_stays_the_same() throws Exception {
        var settings = settings("a");
        var first = TokenKey.load(settings.keyFile(), true);
        var second = TokenKey.load(settings.keyFile(), true);
        assertThat(second.getKeyID()).isEqualTo(first.getKeyID());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings.keyFile())))
                .isEqualTo("rw-------");
        try (var left = Files.list(settings.keyFile().getParent())) {
            assertThat(left).containsExactly(settings.keyFile());
        }
    }

    @Test
    void a_file_that_is_no_key_is_named() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.jwk"), "{}");
        assertThatThrownBy(() -> TokenKey.load(file, true))
                .hasMessageContaining("bad.jwk")
                .hasMessageContaining("P-256");
    }

    @Test
    void the_engine_renews_its_token_before_it_expires() {
        var now = new AtomicInteger();
        var issued = new AtomicInteger();
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochSecond(now.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        var token = new EngineToken(
                () -> new EngineToken.Issued(
                        "t" + issued.incrementAndGet(), clock.instant().plusSeconds(300)),
                clock);
        assertThat(token.get()).isEqualTo("t1");
        now.set(239);
        assertThat(token.get()).isEqualTo("t1");
        now.set(241);
        assertThat(token.get()).isEqualTo("t2");
    }

    @Test
    void the_operators_password_is_shown_once_and_kept_as_a_hash() throws Exception {
        OperatorPassword made = OperatorPassword.in(folder);
        OperatorPassword read = OperatorPassword.in(folder);
        assertThat(made.justMade()).hasSize(20);
        assertThat(read.justMade()).isNull();
        assertThat(read.hash()).isEqualTo(made.hash()).startsWith("$2a$");
        assertThat(made.toString()).doesNotContain(made.justMade());
        assertThat(Files.readString(folder.resolve("keys/operator.bcrypt"))).doesNotContain(made.justMade());
    }

    @Test
    void an_unknown_role_names_those_there_are() {
        assertThatThrownBy(() -> Access.named("root"))
                .hasMessageContaining("'root'")
                .hasMessageContaining("operator");
    }
}
