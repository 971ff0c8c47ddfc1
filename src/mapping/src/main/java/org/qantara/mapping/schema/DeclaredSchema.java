package org.qantara.mapping.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A schema with the records that a folder of maps declares itself: Z segments, delimited files. Filled before it is used. */
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

    /** Declares a record; numbers that are left out become fields without a type. */
    public void add(String record, List<Field> fields) {
        int last = fields.stream().mapToInt(Field::number).max().orElse(0);
        List<SourcePart> parts = new ArrayList<>();
        for (int i = 1; i <= last; i++) {
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
        declared.put(record, new SourceType(name, record, true, List.copyOf(parts)));
    }

    /** Whether the folder declares the record. */
    public boolean declares(String record) {
        return declared.containsKey(record);
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
        GroupType.Child rows = new GroupType.Child(structureName, structureName, null, true, true);
        return new GroupType(structureName, List.of(rows));
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
