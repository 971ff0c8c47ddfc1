package org.qantara.mapping.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Owns;
import org.qantara.mapping.schema.FhirType;
import org.qantara.mapping.schema.SourceSchema;
import org.qantara.mapping.schema.SourceType;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.Tree;

/** Finds the source types and variables of maps. */
final class Scopes {
    private final Env env;
    private final Findings findings;

    Scopes(Env env) {
        this.env = env;
        this.findings = env.findings();
    }

    /** The schema that a map's sources name, or null when it is unknown, which is reported. */
    @Nullable
    SourceSchema schema(Tree.MapDoc doc) {
        Tree.Word first = doc.sources().get(0).get(0);
        SourceSchema schema = env.shared().schema(prefix(first.text()), doc.version());
        if (schema == null) {
            findings.error(
                    first.pos(),
                    "UNKNOWN-SCHEMA",
                    "there is no source schema " + prefix(first.text())
                            + (doc.version() == null ? "" : " in version " + doc.version())
                            + ", expected hl7v2 (2.1 to 2.8.1), astm, hprim, dicom or csv");
        }
        return schema;
    }

    static String prefix(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? "hl7v2" : name.substring(0, colon);
    }

    /** A source's name without the mark that it may be left out: {@code XAD} of {@code XAD?}. */
    static String sourceName(Tree.Word word) {
        String text = word.text();
        return text.endsWith("?") ? text.substring(0, text.length() - 1) : text;
    }

    static boolean mayBeAbsent(List<Tree.Word> alternatives) {
        return alternatives.get(alternatives.size() - 1).text().endsWith("?");
    }

    static String bare(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    @Nullable
    MapScope of(Tree.MapDoc doc) {
        SourceSchema schema = schema(doc);
        if (schema == null) {
            return null;
        }
        List<List<SourceType>> sources = new ArrayList<>();
        for (List<Tree.Word> alternatives : doc.sources()) {
            List<SourceType> types = new ArrayList<>();
            for (Tree.Word name : alternatives) {
                String written = sourceName(name);
                SourceType type = schema.type(bare(written));
                if (type == null) {
                    findings.error(
                            name.pos(),
                            "UNKNOWN-TYPE",
                            "there is no segment or data type " + written + " in " + schema.name() + " "
                                    + env.version(schema) + Findings.suggestion(bare(written), schema.typeNames()));
                    return null;
                }
                types.add(type);
            }
            sources.add(List.copyOf(types));
        }
        MapScope scope = new MapScope(schema, List.copyOf(sources));
        variables(doc, scope);
        return scope;
    }

    private void variables(Tree.MapDoc doc, MapScope scope) {
        for (Tree.With with : doc.with()) {
            String written = with.type().text();
            boolean repeats = written.endsWith("[]");
            String name = repeats ? written.substring(0, written.length() - 2) : written;
            SourceType record = scope.schema().type(bare(name));
            FhirType resource = env.shared().fhir().type(name);
            boolean isRecord = record != null && record.record();
            boolean isResource = resource != null && resource.kind() == FhirType.Kind.RESOURCE;
            if (!isRecord && !isResource) {
                List<String> known = new ArrayList<>(env.shared().fhirNames());
                known.addAll(scope.schema().typeNames());
                findings.error(
                        with.type().pos(),
                        "UNKNOWN-TYPE",
                        "'" + name + "' is neither a segment nor a FHIR resource" + Findings.suggestion(name, known));
            }
            scope.variables()
                    .put(
                            with.variable(),
                            new MapScope.Variable(
                                    scope.variables().size(),
                                    with,
                                    isRecord ? record : null,
                                    repeats,
                                    isRecord ? null : name));
        }
    }

    static Owns owns(Tree.Word word, Findings findings) {
        for (Owns owns : Owns.values()) {
            if (owns.name().toLowerCase(Locale.ROOT).equals(word.text())) {
                return owns;
            }
        }
        findings.error(
                word.pos(),
                "OWNS",
                "'" + word.text() + "' is no ownership, expected replace, create or merge"
                        + Findings.suggestion(word.text(), List.of("replace", "create", "merge")));
        return Owns.REPLACE;
    }
}
