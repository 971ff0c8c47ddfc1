package org.qantara.app.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;

/** The P-256 key that signs this installation's tokens (ES256), kept as a private JWK readable by its owner only. */
public final class TokenKey {
    private TokenKey() {}

    /**
     * Reads the key, or makes it when {@code create} and the file is missing. Two processes that start at once agree: the file
     * appears whole by a hard link, and the loser reads the winner's.
     *
     * @throws IllegalStateException when the file is not a private P-256 JWK
     */
    public static ECKey load(Path file, boolean create) {
        try {
            if (create && !Files.exists(file)) make(file);
            ECKey key = ECKey.parse(Files.readString(file));
            if (!key.isPrivate() || !Curve.P_256.equals(key.getCurve()))
                throw new IllegalStateException(file + ": expected a private P-256 JWK, made by './qantara token'");
            return key;
        } catch (ParseException e) {
            throw new IllegalStateException(
                    file + ": not a JWK: expected a private P-256 key, made by './qantara token'");
        } catch (IOException e) {
            throw new UncheckedIOException("token key " + file + " cannot be read", e);
        }
    }

    private static void make(Path file) throws IOException {
        Path folder = OwnerOnly.folder(file.resolveSibling(""));
        Path draft = OwnerOnly.temporaryFile(folder);
        try {
            ECKey key =
                    new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
            Files.write(draft, key.toJSONString().getBytes(StandardCharsets.UTF_8));
            OwnerOnly.publish(draft, file);
        } catch (JOSEException e) {
            throw new IllegalStateException("this JVM cannot make P-256 keys", e);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
