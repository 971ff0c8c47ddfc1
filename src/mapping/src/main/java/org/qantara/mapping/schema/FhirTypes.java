package org.qantara.mapping.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The types of FHIR R4 by name, built when first asked for. Lines of the file: {@code R Patient}, then
 * {@code  Patient.name 0 * HumanName [value set]}.
 */
public final class FhirTypes {
    private final Map<String, List<String>> lines = new HashMap<>();
    private final Map<String, FhirType.Kind> kinds = new HashMap<>();
    private final ConcurrentHashMap<String, FhirType> types = new ConcurrentHashMap<>();

    /** Reads the R4 file; about 30 ms when cold. */
    public FhirTypes() {
        List<String> current = new ArrayList<>();
        for (String line : SchemaFile.lines("r4-types.txt.gz")) {
            if (line.charAt(0) == ' ') {
                current.add(line);
                continue;
            }
            current = new ArrayList<>();
            String name = line.substring(2);
            lines.put(name, current);
            kinds.put(
                    name,
                    switch (line.charAt(0)) {
                        case 'P' -> FhirType.Kind.PRIMITIVE;
                        case 'R' -> FhirType.Kind.RESOURCE;
                        default -> FhirType.Kind.COMPLEX;
                    });
        }
    }

    /** A type by name, or null when R4 has none. */
    public @Nullable FhirType type(String name) {
        FhirType known = types.get(name);
        if (known != null) {
            return known;
        }
        FhirType.Kind kind = kinds.get(name);
        if (kind != null) {
            return build(name, kind);
        }
        int dot = name.indexOf('.');
        if (dot > 0 && type(name.substring(0, dot)) != null) {
            return types.get(name); // a backbone element comes with the resource that it is part of
        }
        return null;
    }

    /** Names of all types, for suggestions. */
    public Iterable<String> names() {
        return kinds.keySet();
    }

    private FhirType get(String name) {
        FhirType type = type(name);
        if (type == null) {
            throw new IllegalStateException("the R4 file names an unknown type " + name);
        }
        return type;
    }

    private synchronized FhirType build(String name, FhirType.Kind kind) {
        FhirType known = types.get(name);
        if (known != null) {
            return known;
        }
        FhirType root = new FhirType(name, kind);
        types.put(name, root);
        Map<String, FhirType> backbones = new HashMap<>();
        backbones.put(name, root);
        List<String> own = new ArrayList<>(lines.getOrDefault(name, List.of()));
        if (name.equals("Extension")) {
            // as HAPI writes it: the address before what it is the address of
            own.sort(Comparator.comparing(l -> l.startsWith(" Extension.url ") ? 0 : 1));
        }
        for (String line : own) {
            String[] facts = line.split(" ");
            if (isBackbone(facts[4], own, facts[1])) {
                FhirType backbone = new FhirType(facts[1], FhirType.Kind.BACKBONE);
                backbones.put(facts[1], backbone);
                types.put(facts[1], backbone);
            }
        }
        for (String line : own) {
            element(line.split(" "), backbones);
        }
        return root;
    }

    private static boolean isBackbone(String type, List<String> own, String path) {
        return (type.equals("BackboneElement") || type.equals("Element"))
                && own.stream().anyMatch(l -> l.startsWith(" " + path + "."));
    }

    private void element(String[] facts, Map<String, FhirType> backbones) {
        String path = facts[1];
        int dot = path.lastIndexOf('.');
        FhirType owner = backbones.get(path.substring(0, dot));
        if (owner == null) {
            throw new IllegalStateException("the R4 file has no parent for " + path);
        }
        String name = path.substring(dot + 1);
        int min = Integer.parseInt(facts[2]);
        boolean repeats = !facts[3].equals("1");
        String valueSet = facts.length > 5 ? facts[5] : null;
        boolean choice = name.endsWith("[x]");
        String base = choice ? name.substring(0, name.length() - 3) : name;
        for (String spec : facts[4].split("\\|(?![^(]*\\))")) {
            int bracket = spec.indexOf('(');
            String typeName = bracket < 0 ? spec : spec.substring(0, bracket);
            List<String> targets = bracket < 0
                    ? List.of()
                    : List.of(spec.substring(bracket + 1, spec.length() - 1).split(","));
            FhirType type = backbones.get(path);
            if (spec.startsWith("#")) {
                type = backbones.get(spec.substring(1));
            } else if (type == null) {
                type = get(typeName);
            }
            if (type == null) {
                throw new IllegalStateException("the R4 file has no type for " + path);
            }
            String jsonName =
                    choice ? base + typeName.substring(0, 1).toUpperCase(Locale.ROOT) + typeName.substring(1) : name;
            owner.add(new FhirElement(
                    owner.elements().size(), jsonName, choice ? base : null, min, repeats, type, targets, valueSet));
        }
    }
}
