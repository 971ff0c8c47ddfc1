package org.qantara.mapping.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code make:} of a message map. */
final class MakeReader {
    private static final Pattern RESOURCE = Pattern.compile(
            "(?<sources>[^$>]+?)\\s*->\\s*(?<type>[A-Za-z]+(?:-[A-Za-z]+)*)(?:\\s+into\\s+\\$(?<into>\\w+))?(?:(?<known>\\s+known)?\\s+as\\s+\\$(?<as>\\w+))?(?:\\s+owns\\s+(?<owns>\\w+))?(?:\\s+when\\s+(?<when>.+?)(?:\\s+else\\s+\"(?<otherwise>[^\"]+)\")?)?");
    private static final Pattern LINK =
            Pattern.compile("(?:\\$(?<from>\\w+)|all)\\s*->\\s*\\$(?<to>\\w+)\\.(?<target>\\S+)");
    private final String file;
    private final List<String> guides;
    private final Findings findings;

    MakeReader(String file, List<String> guides, Findings findings) {
        this.file = file;
        this.guides = guides;
        this.findings = findings;
    }

    List<Tree.Make> read(@Nullable Node node) {
        List<Tree.Make> made = new ArrayList<>();
        for (Node item : YamlMap.items(node)) {
            Tree.Make make = item instanceof MappingNode ? group(item) : line(item);
            if (make != null) {
                made.add(make);
            }
        }
        return List.copyOf(made);
    }

    private Tree.@Nullable Make group(Node node) {
        YamlMap map = new YamlMap(file, node, findings);
        map.only(List.of("in", "when", "make"));
        Tree.Word path = map.word("in");
        if (path == null) {
            findings.error(map.pos(), "BAD-MAKE", "expected 'in: GROUP[]' with 'make:' below it");
            return null;
        }
        Tree.Word when = map.word("when");
        Condition condition = when == null ? null : ExpressionParser.condition(when.text(), when.pos(), findings);
        return new Tree.Make.Group(map.pos(), path, condition, read(map.node("make")));
    }

    private Tree.@Nullable Make line(Node node) {
        Pos pos = YamlMap.pos(file, node);
        String written = node instanceof org.yaml.snakeyaml.nodes.ScalarNode scalar ? scalar.getValue() : "";
        GuideRows.Marked marked = GuideRows.split(written, pos, guides, findings);
        String text = marked.text();
        Matcher link = LINK.matcher(text);
        if (link.matches()) {
            TargetPath target = TargetPath.parse(link.group("target"), pos.plus(link.start("target")), findings);
            return target == null
                    ? null
                    : new Tree.Make.Link(pos, link.group("from"), link.group("to"), target, marked.rows());
        }
        Matcher resource = RESOURCE.matcher(text);
        if (!resource.matches()) {
            findings.error(
                    pos,
                    "BAD-MAKE",
                    "expected 'SEGMENT -> Resource as $name owns create when condition else \"reason\"', 'SEGMENT -> Resource known as $name', "
                            + "'SEGMENT -> Resource into $name' or '$a -> $b.element[]'");
            return null;
        }
        List<Tree.Word> sources = new ArrayList<>();
        int at = 0;
        for (String source : resource.group("sources").split(",", -1)) {
            int blanks = source.length() - source.stripLeading().length();
            sources.add(new Tree.Word(pos.plus(at + blanks), source.trim()));
            at += source.length() + 1;
        }
        String when = resource.group("when");
        return new Tree.Make.Resource(
                pos,
                List.copyOf(sources),
                new Tree.Word(pos.plus(resource.start("type")), resource.group("type")),
                resource.group("as"),
                resource.group("known") != null,
                resource.group("owns") == null
                        ? null
                        : new Tree.Word(pos.plus(resource.start("owns")), resource.group("owns")),
                resource.group("into") == null
                        ? null
                        : new Tree.Word(pos.plus(resource.start("into")), resource.group("into")),
                when == null ? null : ExpressionParser.condition(when, pos.plus(resource.start("when")), findings),
                resource.group("otherwise"),
                marked.rows());
    }
}
