package org.qantara.mapping.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads every document that is no map: tables, extensions, layers, records. */
final class LayerReader {
    private static final List<String> KINDS =
            List.of("map", "table", "more", "extensions", "country", "facility", "segment", "csv", "handled");
    final List<Tree.TableDoc> tables = new ArrayList<>();
    final List<Tree.ExtensionDoc> extensions = new ArrayList<>();
    final List<Tree.LayerDoc> layers = new ArrayList<>();
    final List<Tree.SegmentDoc> segments = new ArrayList<>();
    final List<Tree.HandledDoc> handled = new ArrayList<>();
    private final Findings findings;

    LayerReader(Findings findings) {
        this.findings = findings;
    }

    void read(String file, String layer, YamlMap doc) {
        if (doc.node("table") != null) {
            table("table", layer, doc);
        } else if (doc.node("more") != null) {
            table("more", layer, doc);
        } else if (doc.node("extensions") != null) {
            extensions(doc);
        } else if (doc.node("country") != null || doc.node("facility") != null) {
            layer(file, layer, doc);
        } else if (doc.node("segment") != null) {
            record("segment", "hl7v2", doc);
        } else if (doc.node("csv") != null) {
            record("csv", "csv", doc);
        } else if (doc.node("handled") != null) {
            handled(layer, doc);
        } else if (!doc.all().isEmpty()) {
            String first = doc.all().keySet().iterator().next();
            findings.error(
                    doc.pos(),
                    "UNKNOWN-DOCUMENT",
                    "a document starts with one of " + String.join(", ", KINDS) + ", not with '" + first + "'"
                            + Findings.suggestion(first, KINDS));
        }
    }

    private void table(String kind, String layer, YamlMap doc) {
        boolean more = kind.equals("more");
        doc.only(
                more
                        ? List.of("more", "ig", "to", "codes", "description")
                        : List.of("table", "ig", "from", "to", "codes", "else", "description"));
        Tree.Word name = doc.word(kind);
        if (name == null) {
            return;
        }
        Node codes = doc.node("codes");
        if (codes == null) {
            findings.error(name.pos(), "BAD-TABLE", "the table '" + name.text() + "' has no codes");
        }
        Map<Tree.Word, Tree.Word> rows = new LinkedHashMap<>();
        Map<String, Tree.Word> systems = new LinkedHashMap<>();
        if (codes != null) {
            rows(doc.map(codes), more ? doc.word("to") : null, rows, systems);
        }
        tables.add(new Tree.TableDoc(
                name.pos(),
                layer,
                name,
                doc.word("from"),
                doc.word("to"),
                rows,
                systems,
                doc.word("else"),
                GuideRows.guides(doc.word("ig")),
                more));
    }

    /** Rows; a mapping in place of a target holds rows whose targets are of the system that its key names. */
    private void rows(
            YamlMap map, Tree.@Nullable Word system, Map<Tree.Word, Tree.Word> rows, Map<String, Tree.Word> systems) {
        for (Map.Entry<String, Node> entry : map.all().entrySet()) {
            Tree.Word source = map.key(entry.getKey());
            if (entry.getValue() instanceof MappingNode) {
                rows(map.map(entry.getValue()), source, rows, systems);
                continue;
            }
            Tree.Word target = map.word(entry.getKey());
            if (target != null) {
                if (systems.containsKey(source.text()) || rows.containsKey(source)) {
                    findings.error(
                            source.pos(), "DUPLICATE-KEY", "'" + source.text() + "' is written twice in the table");
                }
                rows.put(source, target);
                if (system != null) {
                    systems.put(source.text(), system);
                }
            }
        }
    }

    private static Map<Tree.Word, Tree.Word> codes(YamlMap map) {
        Map<Tree.Word, Tree.Word> codes = new LinkedHashMap<>();
        for (String key : map.all().keySet()) {
            Tree.Word target = map.word(key);
            if (target != null) {
                codes.put(map.key(key), target);
            }
        }
        return codes;
    }

    private void extensions(YamlMap doc) {
        doc.only(List.of("extensions"));
        YamlMap map = doc.map(java.util.Objects.requireNonNull(doc.node("extensions")));
        for (String key : map.all().keySet()) {
            Tree.Word value = map.word(key);
            String[] facts = value == null ? new String[0] : value.text().trim().split("\\s+");
            if (value == null || facts.length != 2) {
                findings.error(
                        map.position(key),
                        "BAD-EXTENSION",
                        "expected 'name: url type', for example 'x: http://... dateTime'");
            } else {
                Tree.Word type = new Tree.Word(value.pos().plus(value.text().lastIndexOf(facts[1])), facts[1]);
                extensions.add(new Tree.ExtensionDoc(map.position(key), map.key(key), facts[0], type));
            }
        }
    }

    private void layer(String file, String layer, YamlMap doc) {
        boolean facility = doc.node("facility") != null;
        doc.only(List.of(
                facility ? "facility" : "country",
                "match",
                "extends",
                "severity",
                "reading",
                "override",
                "add",
                "description"));
        Tree.Word name = doc.word(facility ? "facility" : "country");
        if (name == null) {
            return;
        }
        String own = facility ? "facilities/" + name.text() : layer;
        Tree.Word match = doc.word("match");
        List<Tree.Override> overrides = new ArrayList<>();
        for (String kind : List.of("override", "add")) {
            Node node = doc.node(kind);
            if (node != null) {
                YamlMap map = doc.map(node);
                for (Map.Entry<String, Node> entry : map.all().entrySet()) {
                    overrides.add(override(file, own, map, kind.equals("add"), entry.getKey(), entry.getValue()));
                }
            }
        }
        layers.add(new Tree.LayerDoc(
                name.pos(),
                own,
                name,
                facility,
                doc.word("extends"),
                match == null ? null : ExpressionParser.condition(match.text(), match.pos(), findings),
                doc.node("severity") == null ? Map.of() : codes(doc.map(doc.node("severity"))),
                doc.node("reading") == null ? Map.of() : codes(doc.map(doc.node("reading"))),
                List.copyOf(overrides)));
    }

    private void handled(String layer, YamlMap doc) {
        doc.only(List.of("handled", "description"));
        Map<Tree.Word, String> events = new LinkedHashMap<>();
        YamlMap map = doc.map(java.util.Objects.requireNonNull(doc.node("handled")));
        for (String key : map.all().keySet()) {
            Tree.Word reason = map.word(key);
            if (reason == null || reason.text().isBlank()) {
                findings.error(
                        map.position(key),
                        "NO-REASON",
                        "handled needs a reason: '" + key + ": why it needs no entry in the record'");
            } else {
                for (String event : key.split("\\s*,\\s*")) {
                    events.put(new Tree.Word(map.position(key), event), reason.text());
                }
            }
        }
        handled.add(new Tree.HandledDoc(doc.pos(), layer, events));
    }

    private Tree.Override override(String file, String layer, YamlMap map, boolean adds, String subject, Node node) {
        YamlMap changes = map.map(node);
        Tree.Word word = map.key(subject);
        if (subject.startsWith("table ")) {
            return new Tree.Override(word.pos(), layer, word, adds, List.of(), List.of(), codes(changes));
        }
        List<TargetPath> dropped = new ArrayList<>();
        for (Map.Entry<String, Node> entry : changes.all().entrySet()) {
            Tree.Word value =
                    entry.getValue() instanceof org.yaml.snakeyaml.nodes.ScalarNode && !YamlMap.quoted(entry.getValue())
                            ? changes.word(entry.getKey())
                            : null;
            TargetPath path = value != null && value.text().equals("drop") ? path(changes, entry.getKey()) : null;
            if (path != null) {
                dropped.add(path);
            }
        }
        List<Tree.Rule> rules = new MapReader(file, layer, findings)
                .rules(node, map, List.of()).stream()
                        .filter(r -> dropped.stream()
                                .noneMatch(d -> d.toString().equals(r.target().toString())))
                        .toList();
        return new Tree.Override(word.pos(), layer, word, adds, rules, List.copyOf(dropped), Map.of());
    }

    private @Nullable TargetPath path(YamlMap changes, String key) {
        return TargetPath.parse(key, changes.position(key), findings);
    }

    private void record(String kind, String schema, YamlMap doc) {
        doc.only(List.of(kind, "fields", "description"));
        Tree.Word name = doc.word(kind);
        Node node = doc.node("fields");
        if (name == null || node == null) {
            findings.error(doc.pos(), "BAD-RECORD", "expected '" + kind + ": NAME' and 'fields:'");
            return;
        }
        List<Tree.Field> fields = new ArrayList<>();
        YamlMap map = doc.map(node);
        for (String key : map.all().keySet()) {
            Tree.Word type = map.word(key);
            if (type == null) {
                continue;
            }
            boolean numbered = key.chars().allMatch(Character::isDigit) && key.length() < 5;
            if (schema.equals("hl7v2") && !numbered) {
                findings.error(map.position(key), "BAD-RECORD", "expected a field number, not '" + key + "'");
                continue;
            }
            String text = type.text().trim();
            boolean repeats = text.endsWith("[]");
            String typeName = repeats ? text.substring(0, text.length() - 2) : text;
            int number = numbered ? Integer.parseInt(key) : fields.size() + 1;
            fields.add(new Tree.Field(
                    map.position(key),
                    number,
                    numbered ? name.text() + "-" + key : key,
                    new Tree.Word(type.pos(), typeName),
                    repeats));
        }
        segments.add(new Tree.SegmentDoc(name.pos(), schema, name, List.copyOf(fields)));
    }
}
