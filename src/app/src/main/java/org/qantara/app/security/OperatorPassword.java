package org.qantara.app.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * The console's login of a single-machine installation: user {@code operator}, a password generated on the first start, printed once
 * and kept as a bcrypt hash in {@code <data>/keys/operator.bcrypt}. Deleting that file makes a new one at the next start.
 *
 * @param hash bcrypt
 * @param justMade the password in clear on the start that made it, else null
 */
public record OperatorPassword(String hash, @Nullable String justMade) {
    /** The only user name of the embedded login. */
    public static final String USER = "operator";

    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int LENGTH = 20;

    /** Reads the hash, or makes a password when there is none. */
    public static OperatorPassword in(Path dataFolder) {
        Path folder = dataFolder.resolve("keys");
        Path file = folder.resolve("operator.bcrypt");
        try {
            String made = null;
            if (!Files.exists(file)) {
                made = random();
                Path draft = OwnerOnly.temporaryFile(OwnerOnly.folder(folder));
                Files.writeString(draft, new BCryptPasswordEncoder().encode(made));
                OwnerOnly.publish(draft, file);
                Files.deleteIfExists(draft);
            }
            String hash = Files.readString(file, StandardCharsets.UTF_8).strip();
            boolean ours = made != null && new BCryptPasswordEncoder().matches(made, hash);
            return new OperatorPassword(hash, ours ? made : null);
        } catch (IOException e) {
            throw new UncheckedIOException("operator password " + file + " cannot be kept", e);
        }
    }

    private static String random() {
        var random = new SecureRandom();
        var text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        return text.toString();
    }

    @Override
    public String toString() {
        return "OperatorPassword[***]";
    }
}
