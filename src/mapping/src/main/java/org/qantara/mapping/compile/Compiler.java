package org.qantara.mapping.compile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.run.Dispatch;
import org.qantara.mapping.run.MessagePlan;
import org.qantara.mapping.run.Readers;
import org.qantara.mapping.run.Runner;
import org.qantara.mapping.run.Table;
import org.qantara.mapping.run.Test;
import org.qantara.mapping.schema.SourceSchema;
import org.qantara.mapping.schema.SourceType;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.FolderReader;
import org.qantara.mapping.syntax.Tree;

/** Compiles a folder of maps: the one entrance of this package. */
public final class Compiler {
    private final Findings findings = new Findings();

    private Compiler() {}

    /** Compiles all files of a folder. */
    public static Compilation compile(Path folder) throws IOException {
        return compile(FolderReader.texts(folder));
    }

    /** Compiles texts by file name, in the order of the map. */
    public static Compilation compile(Map<String, String> texts) {
        return new Compiler().run(texts);
    }

    private Compilation run(Map<String, String> texts) {
        Tree.All tree = new FolderReader(findings).read(texts);
        Shared shared = new Shared(findings, tree);
        Layers layers = new Layers(shared, tree);
        Map<String, Env> envs = layers.all();
        Map<String, Dispatch> dispatches = new HashMap<>();
        LayerRules rules = new LayerRules(tree, layers.docs(), findings);
        envs.forEach((name, env) ->
                dispatches.put(name, dispatch(name, env, layers.docs().get(name), rules)));
        Coverage.check(envs.get("base"), findings);
        if (findings.hasErrors()) {
            return new Compilation.Rejected(findings.sorted());
        }
        Runner runner = new Runner(version(texts), dispatches, shared.kit(), new Readers(csv(tree)), guideRows(envs));
        new InlineTests(envs, runner, findings).run();
        return findings.hasErrors()
                ? new Compilation.Rejected(findings.sorted())
                : new Compilation.Compiled(runner, findings.sorted());
    }

    /** Rows of the guide that the base maps name. */
    private static Set<String> guideRows(Map<String, Env> envs) {
        Set<String> rows = new HashSet<>();
        Env base = java.util.Objects.requireNonNull(envs.get("base"));
        for (Tree.MapDoc map : base.maps().values()) {
            map.rules().forEach(rule -> rows.addAll(rule.rows()));
            lines(map.make(), rows);
            lines(map.provenance(), rows);
        }
        base.tables().forEach((name, doc) -> {
            TableEntry entry = base.table(name, doc.pos());
            if (entry != null) {
                entry.table().rows().values().forEach(target -> rows.addAll(target.rows()));
            }
        });
        return rows;
    }

    private static void lines(List<Tree.Make> items, Set<String> rows) {
        for (Tree.Make item : items) {
            rows.addAll(item.rows());
            if (item instanceof Tree.Make.Group group) {
                lines(group.items(), rows);
            }
        }
    }

    private static Map<String, List<String>> csv(Tree.All tree) {
        Map<String, List<String>> columns = new java.util.LinkedHashMap<>();
        tree.segments().stream()
                .filter(s -> s.schema().equals("csv"))
                .forEach(s -> columns.put(
                        s.name().text(),
                        s.fields().stream().map(Tree.Field::name).toList()));
        return columns;
    }

    private Dispatch dispatch(String layer, Env env, Tree.@Nullable LayerDoc doc, LayerRules rules) {
        Map<String, MessagePlan> plans = new HashMap<>();
        Map<String, MessagePlan> structures = new HashMap<>();
        Map<String, String> held = new HashMap<>();
        Map<String, Tree.MapDoc> owners = new HashMap<>();
        Set<String> ignored = new HashSet<>();
        for (Tree.MapDoc map : env.maps().values()) {
            map.ignore().keySet().forEach(w -> ignored.add(w.text()));
            if (!map.type().equals("Bundle")) {
                env.plan(map);
                continue;
            }
            Tree.Word reason = map.quarantine();
            MessagePlan plan = reason != null ? null : MessageCompiler.compile(env, map);
            if (map.events().isEmpty()) {
                findings.error(map.pos(), "NO-EVENTS", "a message map needs 'events:', for example ADT^A01, ADT^A04");
            }
            for (Tree.Word event : map.events()) {
                Tree.MapDoc before = owners.putIfAbsent(event.text(), map);
                if (before != null) {
                    findings.error(
                            event.pos(),
                            "DUPLICATE",
                            event.text() + " is already mapped by " + before.name() + " at " + before.pos());
                } else if (reason != null) {
                    held.put(event.text(), reason.text());
                } else if (plan != null) {
                    plans.put(event.text(), plan);
                    String type = event.text().replaceAll("\\^.*", "");
                    String structure = Scopes.bare(map.sources().get(0).get(0).text());
                    structures.putIfAbsent(type + "^" + structure, plan);
                }
            }
        }
        Map<String, Table> tables = new HashMap<>();
        env.tables().forEach((name, table) -> {
            TableEntry entry = env.table(name, table.pos());
            if (entry != null) {
                tables.put(name, entry.table());
            }
        });
        return new Dispatch(
                plans,
                structures,
                held,
                ignored,
                tables,
                rules.handled(layer, owners),
                rules.severities(layer),
                rules.reading(layer),
                doc == null || doc.match() == null ? null : match(env, doc));
    }

    private @Nullable Test match(Env env, Tree.LayerDoc doc) {
        SourceSchema schema = env.shared().schema("hl7v2", null);
        SourceType header = schema == null ? null : schema.type("MSH");
        if (schema == null || header == null || doc.match() == null) {
            return null;
        }
        return new Expressions(env).condition(doc.match(), new MapScope(schema, List.of(List.of(header))));
    }

    /** SHA-256 over names and contents in hexadecimal. */
    public static String version(Map<String, String> texts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            texts.forEach((name, text) -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                sha256.update((name + "\0" + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
                sha256.update(bytes);
            });
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
