package org.qantara.app.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed access to environment variables. An empty variable counts as not set, as compose files leave them. */
public record Environment(Map<String, String> variables) {

    @Nullable
    String optional(String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    String text(String name, String fallback) {
        String value = optional(name);
        return value == null ? fallback : value;
    }

    Path path(String name, Path fallback) {
        String value = optional(name);
        return (value == null ? fallback : Path.of(value)).toAbsolutePath().normalize();
    }

    @Nullable
    Path existingFile(String name) {
        String value = optional(name);
        if (value == null) return null;
        Path file = Path.of(value).toAbsolutePath().normalize();
        if (!Files.isReadable(file))
            throw new SettingException(name, value, "a file that this process can read", "/run/secrets/qantara.pem");
        return file;
    }

    int port(String name, int fallback) {
        return integer(name, fallback, 0, 65535);
    }

    int integer(String name, int fallback, int min, int max) {
        String value = optional(name);
        if (value == null) return fallback;
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) return number;
        } catch (NumberFormatException e) {
            throw new SettingException(name, value, "a number from " + min + " to " + max, String.valueOf(fallback));
        }
        throw new SettingException(name, value, "a number from " + min + " to " + max, String.valueOf(fallback));
    }

    /** {@code on} or {@code off}. */
    boolean flag(String name, boolean fallback) {
        String value = optional(name);
        if (value == null) return fallback;
        if (value.equals("on") || value.equals("off")) return value.equals("on");
        throw new SettingException(name, value, "on or off", fallback ? "on" : "off");
    }

    @Nullable
    URI uri(String name) {
        String value = optional(name);
        if (value == null) return null;
        try {
            return new URI(value);
        } catch (URISyntaxException e) {
            throw new SettingException(name, value, "a URL", "https://host.example:8443/path");
        }
    }
}
