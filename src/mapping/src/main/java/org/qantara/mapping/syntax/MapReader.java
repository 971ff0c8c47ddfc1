package org.qantara.mapping.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads one {@code map:} document. */
final class MapReader {
    private static final List<String> KEYS = List.of(
            "map",
            "ig",
            "provenance",
            "quarantine",
            "version",
            "key",
            "owns",
            "fills",
            "with",
            "set",
            "events",
            "make",
            "lines",
            "gathers",
            "ignore",
            "tests",
            "description");
    private final String file;
    private final String layer;
    private final Findings findings;
    private final ValueReader values;

    MapReader(String file, String layer, Findings findings) {
        this.file = file;
        this.layer = layer;
        this.findings = findings;
        this.values = new ValueReader(file, findings);
    }

    Tree.@Nullable MapDoc read(YamlMap doc) {
        doc.only(KEYS);
        Tree.Word head = doc.word("map");
        if (head == null) {
            return null;
        }
        int arrow = head.text().indexOf("->");
        if (arrow < 0) {
            findings.error(head.pos(), "BAD-MAP", "expected 'map: source -> FHIR type'");
            return null;
        }
        Tree.Word target = part(head, arrow + 2, head.text().length());
        List<List<Tree.Word>> sources = new ArrayList<>();
        int at = 0;
        for (String position : head.text().substring(0, arrow).split(",", -1)) {
            List<Tree.Word> alternatives = new ArrayList<>();
            int inner = at;
            for (String name : position.split("\\|", -1)) {
                alternatives.add(part(head, inner, inner + name.length()));
                inner += name.length() + 1;
            }
            sources.add(List.copyOf(alternatives));
            at += position.length() + 1;
        }
        Tree.Word version = doc.word("version");
        Tree.Word key = doc.node("key") instanceof ScalarNode ? doc.word("key") : null;
        boolean part = key != null && key.text().equals("none");
        List<String> guides = GuideRows.guides(doc.word("ig"));
        MakeReader makes = new MakeReader(file, guides, findings);
        return new Tree.MapDoc(
                head.pos(),
                layer,
                version == null ? null : version.text(),
                List.copyOf(sources),
                target,
                part ? List.of() : keys(doc),
                doc.word("owns"),
                with(doc),
                rules(doc.node("set"), doc, guides),
                words(doc.node("events"), doc),
                makes.read(doc.node("make")),
                doc.word("lines"),
                ignored(doc),
                new TestReader(file, findings).read(doc.node("tests")),
                makes.read(doc.node("provenance")),
                part,
                doc.word("quarantine"),
                doc.word("gathers"),
                doc.word("fills"));
    }

    private static Tree.Word part(Tree.Word whole, int from, int to) {
        int start = from;
        while (start < to && whole.text().charAt(start) == ' ') {
            start++;
        }
        return new Tree.Word(
                whole.pos().plus(start), whole.text().substring(start, to).trim());
    }

    private List<Value.Single> keys(YamlMap doc) {
        List<Value.Single> keys = new ArrayList<>();
        for (Node node : YamlMap.items(doc.node("key"))) {
            Tree.Word word = doc.word(node);
            Value.Single key = word == null ? null : ExpressionParser.rule(word.text(), word.pos(), findings);
            if (key != null) {
                keys.add(key);
            }
        }
        return List.copyOf(keys);
    }

    private List<Tree.With> with(YamlMap doc) {
        List<Tree.With> with = new ArrayList<>();
        Node node = doc.node("with");
        if (node == null) {
            return with;
        }
        YamlMap map = doc.map(node);
        for (String key : map.all().keySet()) {
            Tree.Word type = map.word(key);
            if (!key.startsWith("$") || type == null) {
                findings.error(map.position(key), "BAD-VARIABLE", "a variable starts with a dollar sign: $" + key);
                continue;
            }
            int comma = type.text().indexOf(',');
            String option = comma < 0 ? "" : type.text().substring(comma + 1).trim();
            if (!option.isEmpty() && !option.equals("optional")) {
                findings.error(
                        type.pos().plus(comma), "BAD-VARIABLE", "'" + option + "' is not known, expected optional");
            }
            String name =
                    comma < 0 ? type.text() : type.text().substring(0, comma).trim();
            with.add(new Tree.With(
                    map.position(key), key.substring(1), new Tree.Word(type.pos(), name), !option.isEmpty()));
        }
        return List.copyOf(with);
    }

    List<Tree.Rule> rules(@Nullable Node node, YamlMap doc, List<String> guides) {
        List<Tree.Rule> rules = new ArrayList<>();
        Map<String, Pos> written = new LinkedHashMap<>();
        if (node == null) {
            return rules;
        }
        YamlMap map = doc.map(node);
        for (Map.Entry<String, Node> entry : map.all().entrySet()) {
            Pos pos = map.position(entry.getKey());
            GuideRows.Marked marked = GuideRows.split(entry.getKey(), pos, guides, findings);
            TargetPath target = TargetPath.parse(marked.text(), pos, findings);
            Value value = values.read(entry.getValue());
            if (target != null && value != null) {
                Pos before = written.putIfAbsent(target.toString(), pos);
                if (before != null) {
                    findings.error(
                            pos, "DUPLICATE-KEY", "'" + target + "' is written twice, first in line " + before.line());
                }
                rules.add(new Tree.Rule(pos, layer, target, value, marked.rows()));
            }
        }
        return List.copyOf(rules);
    }

    private static List<Tree.Word> words(@Nullable Node node, YamlMap doc) {
        List<Tree.Word> words = new ArrayList<>();
        for (Node item : YamlMap.items(node)) {
            Tree.Word word = doc.word(item);
            if (word == null) {
                continue;
            }
            int at = 0;
            for (String name : word.text().split(",", -1)) {
                words.add(part(word, at, at + name.length()));
                at += name.length() + 1;
            }
        }
        return List.copyOf(words);
    }

    private Map<Tree.Word, String> ignored(YamlMap doc) {
        Map<Tree.Word, String> ignored = new LinkedHashMap<>();
        Node node = doc.node("ignore");
        if (node == null) {
            return ignored;
        }
        YamlMap map = doc.map(node);
        for (String key : map.all().keySet()) {
            Tree.Word reason = map.word(key);
            if (reason == null || reason.text().isBlank()) {
                findings.error(
                        map.position(key), "NO-REASON", "ignore needs a reason: '" + key + ": why nothing is lost'");
            } else {
                for (String field : key.split("\\s*,\\s*")) {
                    ignored.put(new Tree.Word(map.position(key), field), reason.text());
                }
            }
        }
        return ignored;
    }
}
