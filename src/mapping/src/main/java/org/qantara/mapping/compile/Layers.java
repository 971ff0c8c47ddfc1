package org.qantara.mapping.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.TargetPath;
import org.qantara.mapping.syntax.Tree;

/** Merges layers: base, then countries, then facilities. */
final class Layers {
    private final Shared shared;
    private final Findings findings;
    private final Tree.All tree;
    private final Map<String, Env> envs = new LinkedHashMap<>();
    private final Map<String, Tree.LayerDoc> docs = new HashMap<>();

    Layers(Shared shared, Tree.All tree) {
        this.shared = shared;
        this.findings = shared.findings();
        this.tree = tree;
        for (Tree.LayerDoc doc : tree.layers()) {
            Tree.LayerDoc before = docs.putIfAbsent(doc.layer(), doc);
            if (before != null) {
                findings.error(
                        doc.pos(),
                        "DUPLICATE",
                        "the layer " + doc.layer() + " is already described at " + before.pos());
            }
        }
    }

    /** All layers by name, {@code base} first. */
    Map<String, Env> all() {
        env("base", new HashSet<>());
        docs.keySet().stream().sorted().forEach(name -> env(name, new HashSet<>()));
        tree.maps().forEach(m -> orphan(m.layer(), m.pos()));
        tree.tables().forEach(t -> orphan(t.layer(), t.pos()));
        return envs;
    }

    Map<String, Tree.LayerDoc> docs() {
        return docs;
    }

    private void orphan(String layer, org.qantara.mapping.syntax.Pos pos) {
        if (!envs.containsKey(layer)) {
            findings.error(
                    pos,
                    "UNKNOWN-LAYER",
                    "nothing describes the layer " + layer
                            + "; write a document 'country: ...' or 'facility: ...' for it");
        }
    }

    private @Nullable Env env(String layer, Set<String> open) {
        Env known = envs.get(layer);
        if (known != null) {
            return known;
        }
        Tree.LayerDoc doc = docs.get(layer);
        Env below = null;
        if (doc != null) {
            String parent = doc.parent() == null ? "base" : doc.parent().text();
            open.add(layer);
            if (open.contains(parent)) {
                findings.error(doc.pos(), "CYCLE", "layers extend each other in a circle");
                return null;
            }
            if (!parent.equals("base") && !docs.containsKey(parent) && doc.parent() != null) {
                findings.error(
                        doc.parent().pos(),
                        "UNKNOWN-LAYER",
                        "there is no layer " + parent + Findings.suggestion(parent, docs.keySet()));
                parent = "base";
            }
            below = env(parent, open);
        }
        Map<String, Tree.MapDoc> maps = new LinkedHashMap<>(below == null ? Map.of() : below.maps());
        Map<String, Tree.TableDoc> tables = new LinkedHashMap<>(below == null ? Map.of() : below.tables());
        Set<String> changed = new HashSet<>();
        own(layer, maps, tables, changed);
        if (doc != null) {
            doc.overrides().forEach(o -> override(o, maps, tables, changed));
        }
        Env env = new Env(shared, layer, below, maps, tables, changed);
        envs.put(layer, env);
        return env;
    }

    private void own(
            String layer, Map<String, Tree.MapDoc> maps, Map<String, Tree.TableDoc> tables, Set<String> changed) {
        Set<String> seen = new HashSet<>();
        for (Tree.MapDoc map : tree.maps()) {
            if (!map.layer().equals(layer)) {
                continue;
            }
            if (!seen.add(map.name())) {
                findings.error(map.pos(), "DUPLICATE", "the map " + map.name() + " is written twice in this layer");
            } else {
                maps.put(map.name(), map);
                changed.add(map.name());
            }
        }
        List<Tree.TableDoc> own =
                tree.tables().stream().filter(t -> t.layer().equals(layer)).toList();
        for (Tree.TableDoc table : own) {
            String name = table.name().text();
            if (!table.more() && !seen.add("table " + name)) {
                findings.error(table.pos(), "DUPLICATE", "the table " + name + " is written twice in this layer");
            } else if (!table.more()) {
                tables.put(name, table);
                changed.add("table " + name);
            }
        }
        own.stream().filter(Tree.TableDoc::more).forEach(t -> more(t, tables, changed));
    }

    /** Adds the rows of {@code more: Name} to the table of that name. */
    private void more(Tree.TableDoc added, Map<String, Tree.TableDoc> tables, Set<String> changed) {
        String name = added.name().text();
        Tree.TableDoc table = tables.get(name);
        if (table == null) {
            findings.error(
                    added.pos(),
                    "NO-BASE",
                    "there is no table " + name + " to add rows to" + Findings.suggestion(name, tables.keySet()));
            return;
        }
        Map<Tree.Word, Tree.Word> rows = new LinkedHashMap<>(table.codes());
        Set<String> known = new HashSet<>();
        rows.keySet().forEach(k -> known.add(k.text()));
        added.codes().forEach((source, target) -> {
            if (!known.add(source.text())) {
                findings.error(source.pos(), "DUPLICATE", "the table " + name + " already has a row " + source.text());
            }
            rows.put(source, target);
        });
        Map<String, Tree.Word> systems = new HashMap<>(table.systems());
        systems.putAll(added.systems());
        tables.put(name, table.withRows(added.layer(), rows, systems));
        changed.add("table " + name);
    }

    private void override(
            Tree.Override override,
            Map<String, Tree.MapDoc> maps,
            Map<String, Tree.TableDoc> tables,
            Set<String> changed) {
        String subject = override.subject().text().trim().replaceAll("\\s*->\\s*", " -> ");
        if (subject.startsWith("table ")) {
            String name = subject.substring(6).trim();
            Tree.TableDoc table = tables.get(name);
            if (table == null) {
                noBase(override, "table " + name, Findings.suggestion(name, tables.keySet()));
                return;
            }
            Map<Tree.Word, Tree.Word> codes = new LinkedHashMap<>();
            Set<String> replaced = new HashSet<>();
            override.codes().keySet().forEach(k -> replaced.add(k.text()));
            table.codes().forEach((k, v) -> {
                if (!replaced.contains(k.text())) {
                    codes.put(k, v);
                }
            });
            codes.putAll(override.codes());
            Map<String, Tree.Word> systems = new HashMap<>(table.systems());
            systems.keySet().removeAll(replaced);
            tables.put(name, table.withRows(override.layer(), codes, systems));
            changed.add("table " + name);
            return;
        }
        Tree.MapDoc map = maps.get(subject);
        if (map == null) {
            noBase(override, "map " + subject, Findings.suggestion(subject, maps.keySet()));
            return;
        }
        maps.put(subject, merge(map, override));
        changed.add(subject);
    }

    private void noBase(Tree.Override override, String what, String suggestion) {
        findings.error(override.pos(), "NO-BASE", "there is no " + what + " to override" + suggestion);
    }

    private Tree.MapDoc merge(Tree.MapDoc map, Tree.Override override) {
        List<Tree.Rule> rules = new ArrayList<>(map.rules());
        for (TargetPath dropped : override.dropped()) {
            if (!rules.removeIf(r -> r.target().toString().equals(dropped.toString()))) {
                missing(map, dropped);
            }
        }
        for (Tree.Rule rule : override.rules()) {
            String target = rule.target().toString();
            int at = -1;
            for (int i = 0; i < rules.size(); i++) {
                at = rules.get(i).target().toString().equals(target) ? i : at;
            }
            if (override.adds()) {
                if (at >= 0) {
                    findings.error(
                            rule.pos(),
                            "DUPLICATE",
                            "'" + target + "' is already set at "
                                    + rules.get(at).pos() + "; change it under override");
                } else {
                    rules.add(rule);
                }
            } else if (at < 0) {
                missing(map, rule.target());
            } else {
                rules.set(at, rule);
            }
        }
        return map.withRules(rules);
    }

    private void missing(Tree.MapDoc map, TargetPath target) {
        List<String> known =
                map.rules().stream().map(r -> r.target().toString()).toList();
        findings.error(
                target.pos(),
                "NO-BASE",
                "'" + map.name() + "' has no rule '" + target + "' to override; write new rules under add"
                        + Findings.suggestion(target.toString(), known));
    }
}
