package org.qantara.mapping.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A FHIR type with its elements in the order of the specification; choices are spread out ({@code valueQuantity},
 * {@code valueString} ...), each a slot of its own. One instance per type and per backbone element; safe for several threads.
 */
public final class FhirType {
    /** What sort of type it is. */
    public enum Kind {
        PRIMITIVE,
        COMPLEX,
        BACKBONE,
        RESOURCE
    }

    private static final Set<String> BARE = Set.of("boolean", "integer", "decimal", "unsignedInt", "positiveInt");
    private final String name;
    private final Kind kind;
    private final List<FhirElement> elements = new ArrayList<>();
    private final List<byte[]> jsonKeys = new ArrayList<>();
    private final Map<String, FhirElement> byName = new HashMap<>();
    private volatile int @Nullable [][] mandatory;
    private volatile int @Nullable [] @Nullable [] siblings;
    private final boolean bare;

    FhirType(String name, Kind kind) {
        this.name = name;
        this.kind = kind;
        this.bare = BARE.contains(name);
    }

    void add(FhirElement element) {
        elements.add(element);
        jsonKeys.add(("\"" + element.name() + "\":").getBytes(StandardCharsets.US_ASCII));
        byName.put(element.name(), element);
    }

    /** {@code HumanName}, {@code Observation}, {@code Observation.component}. */
    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    public boolean primitive() {
        return kind == Kind.PRIMITIVE;
    }

    /** Elements by slot number. */
    public List<FhirElement> elements() {
        return elements;
    }

    /** The name of a slot's element as JSON writes it, {@code "status":} in ASCII; not to be changed. */
    public byte[] jsonKey(int slot) {
        return jsonKeys.get(slot);
    }

    /** The element of a JSON name, or null. */
    public @Nullable FhirElement element(String jsonName) {
        return byName.get(jsonName);
    }

    /** The elements of a choice: {@code value} gives valueQuantity, valueString ...; empty when there is no such choice. */
    public List<FhirElement> choice(String base) {
        return elements.stream().filter(e -> base.equals(e.choice())).toList();
    }

    /** Slots of the other forms of a slot's choice; null when it is no choice. */
    public int @Nullable [] siblings(int slot) {
        int @Nullable [] @Nullable [] known = siblings;
        if (known == null) {
            known = new int @Nullable [elements.size()] @Nullable [];
            for (FhirElement e : elements) {
                if (e.choice() != null) {
                    known[e.slot()] = choice(e.choice()).stream()
                            .mapToInt(FhirElement::slot)
                            .filter(s -> s != e.slot())
                            .toArray();
                }
            }
            siblings = known;
        }
        return known[slot];
    }

    /** Whether JSON writes values of this primitive type without quotes. */
    public boolean bare() {
        return bare;
    }

    /** Slots of what must be there: one array per mandatory element, with several slots for a choice. */
    public int[][] mandatory() {
        int[][] known = mandatory;
        if (known == null) {
            known = elements.stream()
                    .filter(e -> e.min() > 0
                            && (e.choice() == null || choice(e.choice()).get(0) == e))
                    .map(e -> e.choice() == null
                            ? new int[] {e.slot()}
                            : choice(e.choice()).stream()
                                    .mapToInt(FhirElement::slot)
                                    .toArray())
                    .toArray(int[][]::new);
            mandatory = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return name;
    }
}
