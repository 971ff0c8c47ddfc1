package org.qantara.app.settings;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where tokens are signed and checked.
 *
 * @param keyFile private JWK of this installation; made on first start when it is the default in the data folder
 * @param sharedByFile true when {@code QANTARA_TOKEN_KEY_FILE} names it, so that several nodes can share it
 * @param jwksUrl public keys of a login server; then tokens are checked against it and the engine gets its own by client credentials
 * @param client how the engine gets a token from that login server; null when it signs its own
 */
public record TokenSettings(
        Path keyFile, boolean sharedByFile, @Nullable URI jwksUrl, @Nullable ClientCredentials client) {

    /** OAuth 2.0 client credentials grant (RFC 6749 section 4.4). */
    public record ClientCredentials(URI tokenUrl, String clientId, Path secretFile) {}

    static TokenSettings from(Environment env, Path data) {
        Path given = env.existingFile("QANTARA_TOKEN_KEY_FILE");
        URI jwks = env.uri("QANTARA_JWKS_URL");
        URI tokenUrl = env.uri("QANTARA_OAUTH_TOKEN_URL");
        ClientCredentials client = null;
        if (tokenUrl != null) {
            Path secret = env.existingFile("QANTARA_OAUTH_CLIENT_SECRET_FILE");
            if (secret == null)
                throw new SettingException(
                        "QANTARA_OAUTH_TOKEN_URL needs QANTARA_OAUTH_CLIENT_SECRET_FILE, a file with the secret");
            client = new ClientCredentials(tokenUrl, env.text("QANTARA_OAUTH_CLIENT_ID", "qantara-engine"), secret);
        }
        if (jwks != null && client == null && given == null)
            throw new SettingException("QANTARA_JWKS_URL: the engine needs a token of its own from that login server:"
                    + " set QANTARA_OAUTH_TOKEN_URL, QANTARA_OAUTH_CLIENT_ID and QANTARA_OAUTH_CLIENT_SECRET_FILE");
        return new TokenSettings(given != null ? given : data.resolve("keys/token.jwk"), given != null, jwks, client);
    }
}
