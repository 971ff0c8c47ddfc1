package org.qantara.mapping.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads inline tests. */
final class TestReader {
    private final String file;
    private final Findings findings;

    TestReader(String file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    List<Tree.Test> read(@Nullable Node node) {
        List<Tree.Test> tests = new ArrayList<>();
        for (Node item : YamlMap.items(node)) {
            YamlMap map = new YamlMap(file, item, findings);
            map.only(List.of("name", "facility", "given", "expect", "unmapped"));
            Tree.Word given = map.word("given");
            Map<Tree.Word, String> expect = new LinkedHashMap<>();
            Node expected = map.node("expect");
            if (given == null || (expected == null && map.node("unmapped") == null)) {
                findings.error(
                        map.pos(), "BAD-TEST", "a test needs 'given: |' with a message and 'expect:' with values");
                continue;
            }
            if (expected != null) {
                YamlMap values = map.map(expected);
                for (String key : values.all().keySet()) {
                    Tree.Word value = values.word(key);
                    if (value != null) {
                        expect.put(values.key(key), value.text());
                    }
                }
            }
            tests.add(new Tree.Test(map.pos(), map.word("facility"), given.text(), expect, unmapped(map)));
        }
        return List.copyOf(tests);
    }

    private static @Nullable List<Tree.Word> unmapped(YamlMap map) {
        Node node = map.node("unmapped");
        if (node == null) {
            return null;
        }
        List<Tree.Word> words = new ArrayList<>();
        for (Node item : YamlMap.items(node)) {
            Tree.Word word = map.word(item);
            if (word != null) {
                words.add(word);
            }
        }
        return List.copyOf(words);
    }
}
