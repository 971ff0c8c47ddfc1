package org.qantara.mapping.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of DICOM datasets that maps name by keyword (PS3.6): patient, study, series, equipment and request modules.
 *
 * <p>The one record is {@code Study}, a dataset; an item of a sequence has the same attributes.
 */
public final class DicomSchema implements SourceSchema {
    private final List<SourcePart> attributes = new ArrayList<>();
    private final Map<String, List<String>> parts =
            Map.of("PN", List.of("family", "given", "middle", "prefix", "suffix"));

    public DicomSchema() {
        for (String line : SchemaFile.lines("dicom.txt")) {
            String[] facts = line.split(" ");
            int tag = Integer.parseUnsignedInt(facts[0], 16);
            attributes.add(new SourcePart(tag, facts[3], facts[1], false, facts[2].equals("*")));
        }
    }

    @Override
    public String name() {
        return "dicom";
    }

    @Override
    public @Nullable SourceType type(String typeName) {
        if (typeName.equals("Study")) {
            return new SourceType(name(), typeName, true, attributes);
        }
        if (typeName.equals("SQ")) {
            return new SourceType(name(), typeName, false, attributes);
        }
        List<String> named = parts.get(typeName);
        if (named != null) {
            List<SourcePart> components = new ArrayList<>();
            named.forEach(n -> components.add(new SourcePart(components.size() + 1, n, "LO", false, false)));
            return new SourceType(name(), typeName, false, components);
        }
        boolean known = attributes.stream().anyMatch(a -> a.type().equals(typeName));
        return known ? new SourceType(name(), typeName, false, List.of()) : null;
    }

    @Override
    public @Nullable GroupType structure(String structureName) {
        return structureName.equals("Instance")
                ? new GroupType("Instance", List.of(new GroupType.Child("Study", "Study", null, false, false)))
                : null;
    }

    @Override
    public Collection<String> typeNames() {
        return List.of("Study", "SQ", "PN", "LO", "SH", "CS", "UI", "DA", "TM", "DS", "IS", "UR", "UT", "OB");
    }
}
