package org.qantara.app.routes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads a {@code routeTemplate} file and refuses what a template must not do. A template is code: a route with {@code exec} or a
 * script is remote code execution, so components and steps are lists of what is allowed, not of what is forbidden.
 */
final class TemplateReader {
    private static final Set<String> COMPONENTS = Set.of(
            "mllp",
            "dicom",
            "lab-astm",
            "lab-hprim",
            "lab-file",
            "file",
            "sftp",
            "ftps",
            "inbox",
            "direct",
            "seda",
            "log",
            "fhir-delivery");
    private static final Set<String> STEPS = Set.of(
            "from",
            "uri",
            "parameters",
            "steps",
            "to",
            "setHeader",
            "removeHeaders",
            "removeHeader",
            "log",
            "choice",
            "when",
            "otherwise",
            "stop",
            "description",
            "id",
            "name",
            "pattern",
            "message",
            "loggingLevel",
            "constant",
            "header",
            "onException",
            "handled",
            "expression");

    private TemplateReader() {}

    static @Nullable TemplateFile read(Path path, List<RouteDiagnostic> diagnostics) throws IOException {
        var yaml = new YamlFile(path);
        TemplateFile template = yaml.root == null ? null : read(yaml, yaml.root);
        diagnostics.addAll(yaml.diagnostics);
        return yaml.diagnostics.isEmpty() ? template : null;
    }

    private static @Nullable TemplateFile read(YamlFile yaml, Node root) {
        List<Node> items = yaml.sequence(root, "a template file");
        if (items.size() != 1) {
            yaml.error(root, "a template file holds one routeTemplate, this one " + items.size());
            return null;
        }
        var top = yaml.mapping(items.get(0), "a template file");
        var entry = top.get("routeTemplate");
        if (entry == null || top.size() != 1) {
            yaml.error(items.get(0), "expected 'routeTemplate:' and nothing beside it, found " + top.keySet());
            return null;
        }
        var fields = yaml.mapping(entry.value(), "routeTemplate");
        String id = required(yaml, entry, fields, "id");
        if (id != null && !yaml.path.getFileName().toString().equals(id + ".camel.yaml"))
            yaml.error(entry.key(), "template id '" + id + "' must equal the file name, " + id + ".camel.yaml");
        var parameters = new LinkedHashMap<String, Boolean>();
        if (fields.get("parameters") != null)
            parameters(yaml, fields.get("parameters").value(), parameters);
        var route = fields.get("route");
        if (route == null) {
            yaml.error(entry.key(), "routeTemplate has no 'route:'");
            return null;
        }
        var routeFields = yaml.mapping(route.value(), "route");
        for (var field : routeFields.entrySet()) {
            if (field.getKey().equals("from")) steps(yaml, field.getValue().value());
            else if (!Set.of("id", "description", "autoStartup", "errorHandler").contains(field.getKey()))
                yaml.error(field.getValue().key(), "'" + field.getKey() + "' is not allowed in a template's route");
        }
        if (!routeFields.containsKey("from")) yaml.error(route.key(), "route has no 'from:'");
        return id == null ? null : new TemplateFile(yaml.path, id, parameters, yaml.text, ContentHash.of(yaml.text));
    }

    private static void parameters(YamlFile yaml, Node node, Map<String, Boolean> parameters) {
        for (Node item : yaml.sequence(node, "parameters")) {
            var fields = yaml.mapping(item, "parameter");
            var name = fields.get("name");
            String text = name == null ? null : yaml.scalar(name.value(), "name");
            if (text == null) {
                yaml.error(item, "a parameter needs 'name:'");
                continue;
            }
            var required = fields.get("required");
            boolean optional = fields.containsKey("defaultValue")
                    || (required != null && "false".equals(yaml.scalar(required.value(), "required")));
            parameters.put(text, !optional);
        }
    }

    /** Walks everything below {@code from} and refuses any step or component that is not on the list. */
    private static void steps(YamlFile yaml, Node node) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> steps(yaml, item));
        } else if (node instanceof MappingNode) {
            for (var field : yaml.mapping(node, "a step").entrySet()) {
                String name = field.getKey();
                Node value = field.getValue().value();
                if (!STEPS.contains(name)) {
                    yaml.error(
                            field.getValue().key(),
                            "'" + name + "' is not allowed in a template; allowed are "
                                    + STEPS.stream().sorted().toList());
                } else if (name.equals("uri") || (name.equals("to") && value instanceof ScalarNode)) {
                    component(yaml, value);
                } else if (!name.equals("parameters")) {
                    steps(yaml, value);
                }
            }
        }
    }

    private static void component(YamlFile yaml, Node node) {
        String uri = yaml.scalar(node, "uri");
        if (uri == null) return;
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? uri : uri.substring(0, colon);
        if (!COMPONENTS.contains(scheme))
            yaml.error(
                    node,
                    "component '" + scheme + "' is not allowed in a template; allowed are "
                            + COMPONENTS.stream().sorted().toList());
    }

    private static @Nullable String required(
            YamlFile yaml, YamlFile.Entry owner, Map<String, YamlFile.Entry> fields, String name) {
        var entry = fields.get(name);
        if (entry != null) return yaml.scalar(entry.value(), name);
        yaml.error(owner.key(), "'" + name + ":' is missing");
        return null;
    }
}
