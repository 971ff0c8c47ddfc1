package org.qantara.app.routes;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.representer.Representer;

/**
 * A YAML file as nodes with positions; collects mistakes instead of throwing at the first. Nothing is constructed from tags.
 * Not thread-safe: one instance reads one file.
 */
final class YamlFile {
    private static final int BYTES_MAX = 256 * 1024;

    final Path path;
    final String text;
    final List<RouteDiagnostic> diagnostics = new ArrayList<>();
    final @Nullable Node root;

    YamlFile(Path path) throws IOException {
        this.path = path;
        if (Files.size(path) > BYTES_MAX) {
            this.text = "";
            this.root = null;
            error(1, 1, "the file is larger than " + BYTES_MAX / 1024 + " KiB; a route file has some ten lines");
            return;
        }
        this.text = Files.readString(path, StandardCharsets.UTF_8);
        this.root = compose();
    }

    private @Nullable Node compose() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(40);
        options.setCodePointLimit(BYTES_MAX);
        var dumper = new DumperOptions();
        try {
            return new Yaml(new SafeConstructor(options), new Representer(dumper), dumper, options)
                    .compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            error(
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "not YAML: " + (e.getProblem() == null ? "cannot be read" : e.getProblem())
                            + "; check indentation (blanks, no tabs) and quotes");
        } catch (org.yaml.snakeyaml.error.YAMLException e) {
            error(
                    1,
                    1,
                    "not YAML: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("cannot be read"));
        }
        return null;
    }

    void error(int line, int column, String message) {
        diagnostics.add(new RouteDiagnostic(path, line, column, message));
    }

    void error(Node at, String message) {
        error(at.getStartMark().getLine() + 1, at.getStartMark().getColumn() + 1, message);
    }

    /** The entries of a mapping in file order; a mistake and an empty map when it is something else. */
    Map<String, Entry> mapping(Node node, String what) {
        var entries = new LinkedHashMap<String, Entry>();
        if (!(node instanceof MappingNode mapping)) {
            error(node, what + ": expected a mapping of names to values");
            return entries;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                error(tuple.getKeyNode(), what + ": expected a plain name before the colon");
                continue;
            }
            if (entries.put(key.getValue(), new Entry(key, tuple.getValueNode())) != null)
                error(key, "'" + key.getValue() + "' is given twice in " + what);
        }
        return entries;
    }

    /** The items of a sequence; a mistake and an empty list when it is something else. */
    List<Node> sequence(Node node, String what) {
        if (node instanceof SequenceNode list) return list.getValue();
        error(node, what + ": expected a list (lines that begin with '-')");
        return List.of();
    }

    /** A scalar's text; a mistake and null when it is something else. */
    @Nullable
    String scalar(Node node, String what) {
        if (node instanceof ScalarNode scalar) return scalar.getValue();
        error(node, what + ": expected a single value");
        return null;
    }

    record Entry(ScalarNode key, Node value) {}
}
