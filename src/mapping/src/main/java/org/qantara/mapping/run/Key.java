package org.qantara.mapping.run;

import org.jspecify.annotations.Nullable;

/**
 * One way to make the id of a resource.
 *
 * @param system identifier system; of a local one the facility's code is appended
 * @param local whether the number means something only inside the facility
 * @param parts texts that must all be there
 * @param when condition under which this way is taken, or null
 */
public record Key(String system, boolean local, Text[] parts, @Nullable Test when) {

    /** The id, or null when a part is missing or the condition does not hold. */
    @Nullable
    String id(Frame f) {
        if (when != null && !when.holds(f)) {
            return null;
        }
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i].text(f);
            if (part == null) {
                return null;
            }
            value.append(i == 0 ? "" : "|").append(part.replace("\\", "\\\\").replace("|", "\\|"));
        }
        if (value.isEmpty()) {
            return null;
        }
        return Uuids.id(local ? system + ":" + f.run.facility().code() : system, value.toString());
    }

    /** The id of a resource in a variable, as part of another one's key. */
    public static Text idOf(int variable) {
        return f -> f.variables[variable] instanceof Made made ? made.id() : null;
    }
}
