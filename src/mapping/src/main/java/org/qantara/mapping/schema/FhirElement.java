package org.qantara.mapping.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of a FHIR type.
 *
 * @param slot position among the elements of its type
 * @param name JSON name, {@code valueQuantity} for a choice
 * @param choice {@code value} for {@code value[x]}, else null
 * @param min 0 or 1; of a choice: of the whole choice
 * @param repeats whether max is not 1
 * @param type the element's type
 * @param targets resource types that a Reference may name; empty otherwise
 * @param valueSet value set of a required binding, or null
 */
public record FhirElement(
        int slot,
        String name,
        @Nullable String choice,
        int min,
        boolean repeats,
        FhirType type,
        List<String> targets,
        @Nullable String valueSet) {

    @Override
    public String toString() {
        return name + ": " + type;
    }
}
