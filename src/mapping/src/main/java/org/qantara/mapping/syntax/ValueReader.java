package org.qantara.mapping.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the right sides of rules. */
final class ValueReader {
    private final String file;
    private final Findings findings;

    ValueReader(String file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    @Nullable
    Value read(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        if (node instanceof SequenceNode sequence) {
            List<Value> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                Value value = read(item);
                if (value != null) {
                    items.add(value);
                }
            }
            return new Value.FirstOf(YamlMap.pos(file, node), List.copyOf(items));
        }
        return node instanceof MappingNode ? choose(new YamlMap(file, node, findings)) : null;
    }

    private @Nullable Value scalar(ScalarNode scalar) {
        Pos pos = YamlMap.pos(file, scalar);
        String text = scalar.getValue();
        if (YamlMap.quoted(scalar)) {
            return new Value.Constant(pos, text);
        }
        if (text.equals("none")) {
            return new Value.None(pos);
        }
        if (text.isBlank()) {
            findings.error(pos, "EMPTY-RULE", "the rule has no value; write an expression, a \"constant\" or none");
            return null;
        }
        return ExpressionParser.rule(text, pos, findings);
    }

    private @Nullable Value choose(YamlMap map) {
        Tree.Word subject = map.word("switch");
        if (subject == null) {
            findings.error(map.pos(), "BAD-RULE", "expected an expression, a list or 'switch:' here");
            return null;
        }
        Value.Single expression = ExpressionParser.rule(subject.text(), subject.pos(), findings);
        List<Value.Case> cases = new ArrayList<>();
        Value otherwise = null;
        for (String key : map.all().keySet()) {
            if (key.equals("switch")) {
                continue;
            }
            Value value = read(java.util.Objects.requireNonNull(map.node(key)));
            if (value == null) {
                continue;
            }
            if (key.equals("else")) {
                otherwise = value;
            } else {
                if (otherwise != null) {
                    findings.error(map.position(key), "UNREACHABLE-CASE", "the case '" + key + "' stands after else");
                }
                cases.add(new Value.Case(map.position(key), List.of(key.split("\\s*,\\s*")), value));
            }
        }
        if (map.node("else") == null) {
            findings.error(
                    map.position("switch"),
                    "SWITCH-WITHOUT-ELSE",
                    "a switch needs else, so that nothing is lost silently (else: none says so on purpose)");
        }
        return expression == null
                ? null
                : new Value.Switch(map.pos(), expression.expression(), List.copyOf(cases), otherwise);
    }
}
