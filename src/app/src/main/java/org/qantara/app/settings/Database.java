package org.qantara.app.settings;

import org.jspecify.annotations.Nullable;

/**
 * A JDBC database by three variables: {@code <prefix>_URL}, {@code <prefix>_USER}, {@code <prefix>_PASSWORD}.
 *
 * @param url {@code jdbc:h2:file:…} or {@code jdbc:postgresql://…}
 * @param user null = the URL says it, or the embedded default
 * @param password never logged
 */
public record Database(String url, @Nullable String user, @Nullable String password) {

    static Database from(Environment env, String prefix, String embedded) {
        String url = env.text(prefix + "_URL", embedded);
        if (!url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:postgresql:"))
            throw new SettingException(
                    prefix + "_URL",
                    url.replaceAll("(?i)(password=)[^&;]*", "$1***"),
                    "a PostgreSQL or H2 JDBC URL",
                    "jdbc:postgresql://db:5432/qantara");
        return new Database(url, env.optional(prefix + "_USER"), env.optional(prefix + "_PASSWORD"));
    }

    @Override
    public String toString() {
        return "Database[" + url.replaceAll("[?;].*", "") + "]";
    }
}
