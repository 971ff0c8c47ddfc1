package org.qantara.app.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.qantara.app.settings.TokenSettings;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Whose tokens are believed, and whose token the engine shows: our own key, or a login server. */
public final class Issuers {
    private Issuers() {}

    /** The signer of {@code ./qantara token}; makes the key when the data folder has none. */
    public static Tokens signer(TokenSettings settings, Clock clock) {
        return new Tokens(TokenKey.load(settings.keyFile(), !settings.sharedByFile()), clock);
    }

    /** The engine's token towards the DPP. */
    public static EngineToken engineToken(TokenSettings settings, Clock clock) {
        var client = settings.client();
        if (client == null) return EngineToken.signedBy(signer(settings, clock), clock);
        var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        return new EngineToken(new ClientCredentialsIssuer(client, http, clock), clock);
    }

    /** Checks signature, audience, expiry and, for our own key, the issuer. */
    public static JwtDecoder decoder(TokenSettings settings) {
        NimbusJwtDecoder decoder;
        OAuth2TokenValidator<Jwt> audience = new JwtClaimValidator<List<String>>(
                JwtClaimNames.AUD, aud -> aud != null && aud.contains(Tokens.AUDIENCE));
        OAuth2TokenValidator<Jwt> expires = new JwtClaimValidator<Object>(JwtClaimNames.EXP, exp -> exp != null);
        if (settings.jwksUrl() == null) {
            ECKey key = TokenKey.load(settings.keyFile(), !settings.sharedByFile());
            var processor = new DefaultJWTProcessor<SecurityContext>();
            processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                    JWSAlgorithm.ES256, new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK()))));
            processor.setJWTClaimsSetVerifier((claims, context) -> {}); // Spring's validators below decide
            decoder = new NimbusJwtDecoder(processor);
            decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                    new JwtTimestampValidator(),
                    expires,
                    audience,
                    new JwtClaimValidator<String>(JwtClaimNames.ISS, Tokens.ISSUER::equals)));
        } else {
            decoder = NimbusJwtDecoder.withJwkSetUri(settings.jwksUrl().toString())
                    .jwsAlgorithms(algorithms -> {
                        algorithms.add(org.springframework.security.oauth2.jose.jws.SignatureAlgorithm.RS256);
                        algorithms.add(org.springframework.security.oauth2.jose.jws.SignatureAlgorithm.ES256);
                    })
                    .build();
            decoder.setJwtValidator(
                    new DelegatingOAuth2TokenValidator<>(new JwtTimestampValidator(), expires, audience));
        }
        return decoder;
    }
}
