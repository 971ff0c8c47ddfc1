package org.qantara.mapping.compile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.schema.SourcePart;
import org.qantara.mapping.schema.SourceSchema;
import org.qantara.mapping.schema.SourceType;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.Tree;

/** Warns of fields of mapped segments that have neither a rule nor an ignore with a reason, and checks what is ignored. */
final class Coverage {
    private Coverage() {}

    static void check(@Nullable Env env, Findings findings) {
        if (env == null) {
            return;
        }
        Set<String> ignored = new HashSet<>();
        Map<String, Tree.MapDoc> records = new LinkedHashMap<>();
        Map<String, SourceType> types = new LinkedHashMap<>();
        for (Tree.MapDoc map : env.maps().values()) {
            SourceSchema schema = env.shared()
                    .schema(Scopes.prefix(map.sources().get(0).get(0).text()), map.version());
            for (Tree.Word word : map.ignore().keySet()) {
                ignored.add(word.text());
                ignorable(word, schema, findings);
            }
            for (List<Tree.Word> source : map.sources()) {
                SourceType type = schema == null
                        ? null
                        : schema.type(Scopes.bare(source.get(0).text()));
                if (type != null && type.record()) {
                    records.putIfAbsent(type.name(), map);
                    types.putIfAbsent(type.name(), type);
                }
            }
        }
        types.forEach((name, type) -> {
            List<String> open = new ArrayList<>();
            for (SourcePart part : type.parts()) {
                String field = name + "-" + part.number();
                if (!env.shared().reads().contains(field)
                        && !ignored.contains(field)
                        && !part.name().startsWith("Reserved")) {
                    open.add(String.valueOf(part.number()));
                }
            }
            Tree.MapDoc map = records.get(name);
            if (!open.isEmpty() && map != null && !ignored.contains(name)) {
                findings.warning(
                        map.pos(),
                        "UNREAD",
                        name + " has fields with neither a rule nor an ignore with a reason: "
                                + String.join(", ", open));
            }
        });
    }

    private static void ignorable(Tree.Word word, @Nullable SourceSchema schema, Findings findings) {
        String name = word.text().replaceAll("-.*", "");
        SourceType type = schema == null ? null : schema.type(name);
        if (schema != null && type == null) {
            findings.error(
                    word.pos(),
                    "UNKNOWN-FIELD",
                    "there is no segment " + name + " to ignore" + Findings.suggestion(name, schema.typeNames()));
        } else if (type != null && word.text().contains("-")) {
            String number = word.text().substring(name.length() + 1).replaceAll("\\..*", "");
            if (number.isEmpty() || type.part(number) == null) {
                findings.error(
                        word.pos(), "UNKNOWN-FIELD", "the segment " + name + " has no field " + number + " to ignore");
            }
        }
    }
}
