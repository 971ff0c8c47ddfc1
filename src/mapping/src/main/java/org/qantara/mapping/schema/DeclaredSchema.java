package org.qantara.mapping.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schema with the records that a folder of maps declares itself: Z segments, delimited files, and fields that a standard record has
 * beyond what the standard's file knows. Filled before it is used.
 */
public final class DeclaredSchema implements SourceSchema {
    /** A declared field. */
    public record Field(int number, String name, String type, boolean repeats) {}

    private final String name;
    private final @Nullable SourceSchema base;
    private final Map<String, SourceType> declared = new LinkedHashMap<>();

    /** @param base the standard's own types, or null when everything is declared */
    public DeclaredSchema(String name, @Nullable SourceSchema base) {
        this.name = name;
        this.base = base;
    }

    /**
     * Declares a record; numbers that are left out become fields without a type. A record of the standard keeps its own fields and
     * gets the declared ones besides.
     */
    public void add(String record, List<Field> fields) {
        SourceType standard = base == null ? null : base.type(record);
        List<SourcePart> parts = new ArrayList<>(standard == null ? List.of() : standard.parts());
        int last = fields.stream().mapToInt(Field::number).max().orElse(0);
        for (int i = parts.size() + 1; i <= last; i++) {
            int number = i;
            Field field = fields.stream()
                    .filter(f -> f.number() == number)
                    .findFirst()
                    .orElse(null);
            parts.add(
                    field == null
                            ? new SourcePart(i, "", "ST", false, false)
                            : new SourcePart(i, field.name(), field.type(), false, field.repeats()));
        }
        boolean segment = standard == null || standard.record();
        declared.put(record, new SourceType(name, record, segment, List.copyOf(parts)));
    }

    /** Whether only the folder declares the record, so that no structure has a place for it. */
    public boolean declares(String record) {
        return declared.containsKey(record) && (base == null || base.type(record) == null);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public @Nullable SourceType type(String typeName) {
        SourceType own = declared.get(typeName);
        return own != null || base == null ? own : base.type(typeName);
    }

    @Override
    public @Nullable GroupType structure(String structureName) {
        if (base != null) {
            return base.structure(structureName);
        }
        if (!declared.containsKey(structureName)) {
            return null;
        }
        GroupType row =
                new GroupType("ROW", List.of(new GroupType.Child(structureName, structureName, null, false, false)));
        return new GroupType(structureName, List.of(new GroupType.Child("ROW", null, row, true, true)));
    }

    @Override
    public Collection<String> typeNames() {
        List<String> names = new ArrayList<>(declared.keySet());
        if (base != null) {
            names.addAll(base.typeNames());
        }
        return names;
    }
}
