package org.qantara.mapping.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A schema of records with numbered fields: HL7 v2 in one version, ASTM, HPRIM.
 *
 * <p>Lines of its file: {@code T type|name:type...}, {@code S segment|name:type:required:max...}, {@code M structure|place...}
 * with {@code ?} for optional, {@code *} for repeating, {@code (} and {@code )} around a group. Types are built when first asked for.
 */
public final class RecordSchema implements SourceSchema {
    private static final ConcurrentHashMap<String, RecordSchema> KNOWN = new ConcurrentHashMap<>();
    private final String name;
    private final Map<String, String> typeLines = new HashMap<>();
    private final Map<String, String> structureLines = new HashMap<>();
    private final ConcurrentHashMap<String, SourceType> types = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, GroupType> structures = new ConcurrentHashMap<>();

    private RecordSchema(String name, String file) {
        this.name = name;
        for (String line : SchemaFile.lines(file)) {
            int end = line.indexOf('|');
            String key = end < 0 ? line.substring(2) : line.substring(2, end);
            (line.charAt(0) == 'M' ? structureLines : typeLines).put(key, line);
        }
    }

    /** HL7 v2 in a version such as {@code 2.5.1}, or null when there is none. */
    public static @Nullable RecordSchema hl7v2(String version) {
        String file = "hl7v2-" + version + ".txt.gz";
        return SchemaFile.exists(file) ? KNOWN.computeIfAbsent(file, f -> new RecordSchema("hl7v2", f)) : null;
    }

    /** {@code astm} or {@code hprim}. */
    public static RecordSchema records(String name) {
        return KNOWN.computeIfAbsent(name, n -> new RecordSchema(n, n + ".txt"));
    }

    /** Forgets what was loaded; running maps do not need it. */
    public static void clear() {
        KNOWN.clear();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public @Nullable SourceType type(String typeName) {
        String line = typeLines.get(typeName);
        if (line == null) {
            boolean varies = typeName.equals("UNKNOWN") || typeName.equals("VARIES");
            return varies ? new SourceType(name, typeName, false, List.of()) : null;
        }
        return types.computeIfAbsent(typeName, n -> parse(n, line));
    }

    private SourceType parse(String typeName, String line) {
        String[] parts = line.split("\\|", -1);
        boolean record = line.charAt(0) == 'S';
        List<SourcePart> parsed = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            String[] facts = parts[i].split(":", -1);
            boolean required = record && facts[2].equals("1");
            parsed.add(new SourcePart(i, facts[0], facts[1], required, record && facts[3].equals("*")));
        }
        return new SourceType(name, typeName, record, List.copyOf(parsed));
    }

    @Override
    public @Nullable GroupType structure(String structureName) {
        String line = structureLines.get(structureName);
        return line == null ? null : structures.computeIfAbsent(structureName, n -> group(n, line));
    }

    private static GroupType group(String structureName, String line) {
        Deque<GroupType.Child> open = new ArrayDeque<>();
        Deque<List<GroupType.Child>> lists = new ArrayDeque<>();
        lists.push(new ArrayList<>());
        String[] places = line.split("\\|");
        for (int i = 1; i < places.length; i++) {
            String place = places[i];
            if (place.equals(")")) {
                GroupType.Child child = open.pop();
                List<GroupType.Child> children = lists.pop();
                last(lists)
                        .add(new GroupType.Child(
                                child.name(),
                                null,
                                new GroupType(child.name(), List.copyOf(children)),
                                child.optional(),
                                child.repeats()));
                continue;
            }
            GroupType.Child child = child(place);
            if (place.charAt(0) == '(') {
                open.push(child);
                lists.push(new ArrayList<>());
            } else {
                last(lists).add(child);
            }
        }
        return new GroupType(structureName, List.copyOf(last(lists)));
    }

    private static List<GroupType.Child> last(Deque<List<GroupType.Child>> lists) {
        return lists.getFirst();
    }

    private static GroupType.Child child(String place) {
        int equals = place.indexOf('=');
        String head = equals < 0 ? place : place.substring(0, equals);
        String childName = head.replaceAll("[(?*]", "");
        return new GroupType.Child(
                childName,
                equals < 0 ? childName : place.substring(equals + 1),
                null,
                head.contains("?"),
                head.contains("*"));
    }

    @Override
    public Collection<String> typeNames() {
        return typeLines.keySet();
    }
}
