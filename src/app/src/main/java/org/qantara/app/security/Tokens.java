package org.qantara.app.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.UUID;

/** Signs bearer tokens (RFC 7519, ES256) with this installation's key. Thread-safe. */
public final class Tokens {
    /** Claim {@code iss} of the tokens that we sign. */
    public static final String ISSUER = "qantara";
    /** Claim {@code aud} that every token must carry. */
    public static final String AUDIENCE = "qantara";

    private final ECKey key;
    private final Clock clock;

    public Tokens(ECKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** A token that speaks for one facility (claim {@code facility}). */
    public String sign(Access access, String subject, Duration lifetime, String facility) {
        return signed(
                claims(access, subject, lifetime).claim("facility", facility).build());
    }

    /** A token for {@code subject} that opens what {@code access} opens, until {@code lifetime} from now. */
    public String sign(Access access, String subject, Duration lifetime) {
        return signed(claims(access, subject, lifetime).build());
    }

    private JWTClaimsSet.Builder claims(Access access, String subject, Duration lifetime) {
        var now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .claim("scope", access.scopeClaim());
    }

    private String signed(JWTClaimsSet claims) {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("the token key cannot sign", e);
        }
        return jwt.serialize();
    }
}
