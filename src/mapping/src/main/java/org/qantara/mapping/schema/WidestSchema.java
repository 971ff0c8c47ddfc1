package org.qantara.mapping.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * HL7 v2 as two versions together describe it, since the standard keeps positions from version to version: a field that the newer
 * one withdrew keeps its older type, one that it added is there too, and where both know it the newer, wider type counts (IS and CE
 * became CWE, TS became DTM) unless it would read older messages wrongly. A sender of any version is read with it. Message structures are the older version's where it has them.
 */
public final class WidestSchema implements SourceSchema {
    private static final String WITHDRAWN = "NULLDT";
    private final RecordSchema older;
    private final RecordSchema newer;
    private final ConcurrentHashMap<String, SourceType> types = new ConcurrentHashMap<>();

    public WidestSchema(RecordSchema older, RecordSchema newer) {
        this.older = older;
        this.newer = newer;
    }

    @Override
    public String name() {
        return older.name();
    }

    @Override
    public @Nullable SourceType type(String typeName) {
        SourceType known = types.get(typeName);
        if (known != null) {
            return known;
        }
        SourceType before = older.type(typeName);
        SourceType after = newer.type(typeName);
        SourceType type = before == null || after == null ? (before == null ? after : before) : merged(before, after);
        if (type != null) {
            types.put(typeName, type);
        }
        return type;
    }

    private SourceType merged(SourceType before, SourceType after) {
        List<SourcePart> parts = new ArrayList<>();
        for (int i = 0; i < Math.max(before.parts().size(), after.parts().size()); i++) {
            SourcePart old = i < before.parts().size() ? before.parts().get(i) : null;
            SourcePart now = i < after.parts().size() ? after.parts().get(i) : null;
            parts.add(old == null || now == null ? (old == null ? now : old) : merged(old, now));
        }
        return new SourceType(before.schema(), before.name(), before.record(), List.copyOf(parts));
    }

    private SourcePart merged(SourcePart old, SourcePart now) {
        SourceType was = older.type(old.type());
        SourceType is = newer.type(now.type());
        boolean composite = was != null && !was.parts().isEmpty() && !old.type().equals("TS");
        if (now.type().equals(WITHDRAWN) || was != null && composite && !continues(was, is)) {
            return old;
        }
        return new SourcePart(
                now.number(), old.name(), now.type(), old.required() && now.required(), old.repeats() || now.repeats());
    }

    /** Whether the newer composite reads what the older one wrote: EIP in place of EI does not. */
    private boolean continues(SourceType was, @Nullable SourceType is) {
        if (is == null || is.parts().isEmpty()) {
            return false;
        }
        SourceType first = newer.type(is.parts().get(0).type());
        SourceType before = older.type(was.parts().get(0).type());
        return before == null
                || first == null
                || before.parts().isEmpty() == first.parts().isEmpty()
                || was.name().equals(is.name());
    }

    @Override
    public @Nullable GroupType structure(String structureName) {
        GroupType structure = older.structure(structureName);
        return structure != null ? structure : newer.structure(structureName);
    }

    @Override
    public Collection<String> typeNames() {
        TreeSet<String> names = new TreeSet<>(older.typeNames());
        names.addAll(newer.typeNames());
        return names;
    }
}
