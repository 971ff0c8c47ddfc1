package org.qantara.mapping.syntax;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A YAML mapping read with the failsafe schema: keys and scalars are text; every node keeps its place. */
final class YamlMap {
    private final String file;
    private final Findings findings;
    private final Pos pos;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Pos> keys = new LinkedHashMap<>();

    YamlMap(String file, Node node, Findings findings) {
        this.file = file;
        this.findings = findings;
        this.pos = pos(file, node);
        if (!(node instanceof MappingNode mapping)) {
            findings.error(pos, "BAD-YAML", "expected a mapping (key: value) here");
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            Pos at = pos(file, tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                findings.error(at, "BAD-YAML", "expected a plain key here");
            } else if (values.containsKey(key.getValue())) {
                findings.error(
                        at,
                        "DUPLICATE-KEY",
                        "'" + key.getValue() + "' is written twice, first in line "
                                + position(key.getValue()).line());
            } else {
                keys.put(key.getValue(), at);
                values.put(key.getValue(), tuple.getValueNode());
            }
        }
    }

    static Pos pos(String file, Node node) {
        Mark mark = node.getStartMark();
        boolean quoted = node instanceof ScalarNode s
                && (s.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED || s.getScalarStyle() == ScalarStyle.SINGLE_QUOTED);
        return new Pos(file, mark.getLine() + 1, mark.getColumn() + (quoted ? 2 : 1));
    }

    /** Whether a scalar was written in quotes. */
    static boolean quoted(Node node) {
        return node instanceof ScalarNode s
                && (s.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED || s.getScalarStyle() == ScalarStyle.SINGLE_QUOTED);
    }

    Pos pos() {
        return pos;
    }

    Pos position(String key) {
        return keys.getOrDefault(key, pos);
    }

    Map<String, Node> all() {
        return values;
    }

    @Nullable
    Node node(String key) {
        return values.get(key);
    }

    /** Reports every key that is not among the known ones. */
    void only(List<String> known) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                findings.error(
                        position(key),
                        "UNKNOWN-KEY",
                        "'" + key + "' is not known here, expected " + String.join(", ", known)
                                + Findings.suggestion(key, known));
            }
        }
    }

    Tree.@Nullable Word word(String key) {
        Node node = values.get(key);
        return node == null ? null : word(node);
    }

    Tree.@Nullable Word word(Node node) {
        if (node instanceof ScalarNode scalar) {
            return new Tree.Word(pos(file, node), scalar.getValue());
        }
        findings.error(pos(file, node), "BAD-YAML", "expected a text here, not a list or mapping");
        return null;
    }

    Tree.Word key(String key) {
        return new Tree.Word(position(key), key);
    }

    /** The items of a list, or the single node itself. */
    static List<Node> items(@Nullable Node node) {
        if (node == null) {
            return List.of();
        }
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    }

    YamlMap map(Node node) {
        return new YamlMap(file, node, findings);
    }
}
