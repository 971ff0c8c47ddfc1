package org.qantara.mapping.syntax;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads all {@code *.yaml} files of a mappings folder, in the order of their names. */
public final class FolderReader {
    private static final int FILE_BYTES_MAX = 4 << 20;
    private final Findings findings;
    private final List<Tree.MapDoc> maps = new ArrayList<>();
    private final LayerReader others;

    public FolderReader(Findings findings) {
        this.findings = findings;
        this.others = new LayerReader(findings);
    }

    /**
     * The texts of a folder by path below it, sorted. Links are followed, as container platforms mount folders; names that begin
     * with a dot are theirs and left out.
     *
     * @throws IOException when the folder cannot be read or holds no maps at all, which is never meant
     */
    public static Map<String, String> texts(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            files = walk.filter(p -> p.toString().endsWith(".yaml") && Files.isRegularFile(p))
                    .filter(p -> !("/" + folder.relativize(p)).contains("/."))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            throw new NoSuchFileException(
                    folder.toString(), null, "no *.yaml in it or below: is this the mappings folder?");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Path file : files) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            texts.put(name, Files.readString(file, StandardCharsets.UTF_8));
        }
        return texts;
    }

    /** Reads texts by file name into one tree; what is wrong by form is in the findings. */
    public Tree.All read(Map<String, String> texts) {
        texts.forEach(this::file);
        return new Tree.All(
                List.copyOf(maps),
                List.copyOf(others.tables),
                List.copyOf(others.extensions),
                List.copyOf(others.layers),
                List.copyOf(others.segments),
                List.copyOf(others.handled));
    }

    private void file(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setCodePointLimit(FILE_BYTES_MAX);
        options.setNestingDepthLimit(40);
        try {
            for (Node node : new Yaml(options).composeAll(new StringReader(text))) {
                document(file, new YamlMap(file, node, findings));
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            int column = e.getProblemMark() == null ? 1 : e.getProblemMark().getColumn() + 1;
            findings.error(new Pos(file, line, column), "BAD-YAML", "not readable as YAML: " + yamlHint(e));
        } catch (org.yaml.snakeyaml.error.YAMLException e) {
            findings.error(new Pos(file, 1, 1), "BAD-YAML", "not readable as YAML: " + e.getMessage());
        }
    }

    private static String yamlHint(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("mapping values are not allowed")) {
            return problem
                    + "; an expression with ': ' or a rule in the wrong column? indent with blanks, one rule per line";
        }
        if (problem.contains("cannot start any token")) {
            return problem + "; tabs do not indent in YAML, and a text that starts with @, ` or % needs quotes";
        }
        return problem;
    }

    private void document(String file, YamlMap doc) {
        String layer = layer(file);
        if (doc.node("map") != null) {
            Tree.MapDoc map = new MapReader(file, layer, findings).read(doc);
            if (map != null) {
                maps.add(map);
            }
        } else {
            others.read(file, layer, doc);
        }
    }

    /** {@code base}, {@code country/ma}, {@code facilities/LAB-FES-01}. */
    private static String layer(String file) {
        String[] parts = file.split("/");
        return switch (parts[0]) {
            case "country" -> parts.length > 2 ? "country/" + parts[1] : "country";
            case "facilities" -> "facilities/" + parts[parts.length - 1].replace(".yaml", "");
            default -> "base";
        };
    }
}
