package org.qantara.mapping.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A compact schema file of this package: gzipped lines. */
final class SchemaFile {
    private SchemaFile() {}

    static boolean exists(String name) {
        return SchemaFile.class.getResource(name) != null;
    }

    static List<String> lines(String name) {
        InputStream in = SchemaFile.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalArgumentException("no schema file " + name);
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                name.endsWith(".gz") ? new GZIPInputStream(in, 8192) : in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
