package org.qantara.mapping.schema;

import ca.uhn.hl7v2.Version;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The schema files below {@code src/main/resources}, as they should be by HAPI's classes and definitions.
 *
 * <p>Run {@link #main} with the resources folder to write them again; {@code SchemaFilesTest} compares.
 */
public final class SchemaFiles {
    private SchemaFiles() {}

    static Map<String, String> expected() throws Exception {
        Map<String, String> files = new LinkedHashMap<>();
        for (Version version : Version.availableVersions()) {
            files.put("hl7v2-" + version.getVersion() + ".txt.gz", new Hl7SchemaText(version).write());
        }
        R4SchemaText r4 = new R4SchemaText();
        files.put("r4-types.txt.gz", r4.types());
        files.put("r4-code-systems.txt.gz", r4.codeSystems());
        files.put("r4-value-sets.txt.gz", r4.valueSets());
        return files;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : expected().entrySet()) {
            Files.write(folder.resolve(file.getKey()), gzip(file.getValue()));
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }
}
