package org.qantara.app.routes;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.hl7.CharsetPolicy;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a facility's file: only {@code templatedRoute}, only parameters that its template knows, values that make sense. */
final class FacilityReader {
    private static final Pattern CODE = Pattern.compile("[A-Z0-9][A-Z0-9-]{1,31}");
    private static final Set<String> FIELDS = Set.of("routeTemplateRef", "routeId", "parameters");
    private static final String SUFFIX = ".camel.yaml";
    private static final String UNKNOWN_CHARSET =
            "not a character set that Java knows; for example ISO-8859-1, x-MacRoman, IBM850, UTF-16LE";

    private final Map<String, TemplateFile> templates;

    FacilityReader(Map<String, TemplateFile> templates) {
        this.templates = templates;
    }

    /** The routes of the file; empty when there is any mistake in it, which then stands in {@code diagnostics}. */
    List<FacilityRoute> read(Path path, List<RouteDiagnostic> diagnostics) throws IOException {
        var yaml = new YamlFile(path);
        var routes = new ArrayList<FacilityRoute>();
        if (yaml.root == null && yaml.diagnostics.isEmpty())
            yaml.error(1, 1, "the file is empty; expected '- templatedRoute:'");
        if (yaml.root != null)
            for (Node item : yaml.sequence(yaml.root, "a facility file")) {
                FacilityRoute route = route(yaml, item);
                if (route != null) routes.add(route);
            }
        diagnostics.addAll(yaml.diagnostics);
        return yaml.diagnostics.isEmpty() ? routes : List.of();
    }

    private @Nullable FacilityRoute route(YamlFile yaml, Node item) {
        var top = yaml.mapping(item, "a facility file");
        var entry = top.get("templatedRoute");
        if (entry == null || top.size() != 1) {
            yaml.error(item, "facility files may hold only 'templatedRoute:', found " + top.keySet());
            return null;
        }
        var fields = yaml.mapping(entry.value(), "templatedRoute");
        for (var field : fields.entrySet())
            if (!FIELDS.contains(field.getKey()))
                yaml.error(
                        field.getValue().key(),
                        "'" + field.getKey() + "' is not known here; expected "
                                + FIELDS.stream().sorted().toList());
        var routeIdEntry = required(yaml, entry, fields, "routeId");
        var templateEntry = required(yaml, entry, fields, "routeTemplateRef");
        if (routeIdEntry == null || templateEntry == null) return null;
        String routeId = yaml.scalar(routeIdEntry.value(), "routeId");
        String templateId = yaml.scalar(templateEntry.value(), "routeTemplateRef");
        if (routeId == null || templateId == null) return null;
        checkRouteId(yaml, routeIdEntry.value(), routeId);
        TemplateFile template = templates.get(templateId);
        if (template == null) {
            yaml.error(
                    templateEntry.value(),
                    "no template '" + templateId + "' in routes/templates; there are "
                            + templates.keySet().stream().sorted().toList());
            return null;
        }
        Map<String, String> parameters = parameters(yaml, entry, fields.get("parameters"), template);
        String content = templateId + "\n" + template.hash() + "\n" + new TreeMap<>(parameters);
        return new FacilityRoute(yaml.path, routeId, templateId, parameters, ContentHash.of(content));
    }

    private static void checkRouteId(YamlFile yaml, Node at, String routeId) {
        String name = yaml.path.getFileName().toString();
        String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        if (!routeId.equals(stem) && !routeId.startsWith(stem + "-"))
            yaml.error(
                    at,
                    "routeId '" + routeId + "' must equal the file name '" + stem + "' or begin with '" + stem + "-'");
    }

    private Map<String, String> parameters(
            YamlFile yaml, YamlFile.Entry owner, YamlFile.@Nullable Entry list, TemplateFile template) {
        var given = new TreeMap<String, String>();
        if (list != null)
            for (Node item : yaml.sequence(list.value(), "parameters")) {
                var fields = yaml.mapping(item, "parameter");
                var name = fields.get("name");
                var value = fields.get("value");
                String key = name == null ? null : yaml.scalar(name.value(), "name");
                String text = value == null ? null : yaml.scalar(value.value(), "value");
                if (key == null || text == null || value == null || name == null) {
                    yaml.error(item, "a parameter needs 'name:' and 'value:'");
                    continue;
                }
                if (!template.parameters().containsKey(key))
                    yaml.error(
                            name.value(),
                            "template '" + template.id() + "' has no parameter '" + key + "'; it has "
                                    + template.parameters().keySet().stream()
                                            .sorted()
                                            .toList());
                if (given.put(key, text) != null) yaml.error(name.value(), "parameter '" + key + "' is given twice");
                String wrong = wrong(template.id(), key, text);
                if (wrong != null) yaml.error(value.value(), key + " '" + text + "': " + wrong);
            }
        for (var parameter : template.parameters().entrySet())
            if (parameter.getValue() && !given.containsKey(parameter.getKey()))
                yaml.error(
                        owner.key(),
                        "template '" + template.id() + "' needs the parameter '" + parameter.getKey() + "'");
        return given;
    }

    /** What is wrong with a value whose meaning is the same in every template, or null. */
    private static @Nullable String wrong(String template, String name, String value) {
        try {
            return switch (name) {
                case "facility" ->
                    CODE.matcher(value).matches()
                            ? null
                            : "expected 2 to 32 capital letters, digits and dashes, for example CHU-RABAT";
                case "port" -> port(value);
                case "region" ->
                    value.matches("0[1-9]|1[0-2]")
                            ? null
                            : "expected a region from 01 to 12 (ISO 3166-2:MA), for example 04 for Rabat-Salé-Kénitra";
                case "aeTitle" ->
                    value.matches("[A-Za-z0-9_.-]{1,16}")
                            ? null
                            : "expected 1 to 16 letters, digits, dots, dashes or underscores, for example QANTARA";
                case "spool" ->
                    value.matches("[a-z0-9-]{1,32}")
                            ? null
                            : "expected small letters, digits and dashes, for example ct";
                case "charset" -> charset(template, value);
                case "controls" -> pattern(value);
                case "numbersRestart" ->
                    Set.of("", "never", "daily", "yearly").contains(value) ? null : "expected never, daily or yearly";
                case "zone" -> ZoneId.of(value) == null ? "unknown" : null;
                case "silenceMinutes" ->
                    value.matches("[1-9][0-9]{0,5}") ? null : "expected a number of minutes, for example 120";
                case "processing" ->
                    Set.of("P", "T", "D").contains(value) ? null : "expected P, T or D (HL7 table 0103)";
                default ->
                    value.contains("{{") || value.contains("${")
                            ? "placeholders and expressions are not allowed in a facility file"
                            : null;
            };
        } catch (DateTimeException e) {
            return "not a time zone; for example Africa/Casablanca";
        }
    }

    /** MLLP needs bytes that cannot be mistaken for its frame; files and analysers' lines carry whatever Java can read. */
    private static @Nullable String charset(String template, String value) {
        if (!template.startsWith("lab-"))
            return CharsetPolicy.named(value) != null
                    ? null
                    : "not a character set that travels in MLLP; for example UTF-8, ISO-8859-6, windows-1256";
        try {
            return value.isEmpty() || Charset.isSupported(value) ? null : UNKNOWN_CHARSET;
        } catch (IllegalCharsetNameException e) {
            return UNKNOWN_CHARSET;
        }
    }

    private static @Nullable String pattern(String value) {
        try {
            Pattern.compile(value);
            return null;
        } catch (PatternSyntaxException e) {
            return "not a regular expression: " + e.getDescription() + "; for example QC.*|CAL.*";
        }
    }

    private static @Nullable String port(String value) {
        boolean number = value.matches("[0-9]{1,5}");
        return number && Integer.parseInt(value) <= 65535 ? null : "expected a port from 1 to 65535 (0 = any free one)";
    }

    private static YamlFile.@Nullable Entry required(
            YamlFile yaml, YamlFile.Entry owner, Map<String, YamlFile.Entry> fields, String name) {
        var entry = fields.get(name);
        if (entry == null) yaml.error(owner.key(), "'" + name + ":' is missing");
        return entry;
    }
}
