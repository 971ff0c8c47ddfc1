package org.qantara.mapping.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message structure or a group in it.
 *
 * @param name name of the structure or group
 * @param children segments and groups in order
 */
public record GroupType(String name, List<Child> children) {

    /**
     * One place in a group.
     *
     * @param name name of the place, unique in the group
     * @param record name of the segment, when it is one
     * @param group the group, when it is one
     * @param optional whether it may be missing
     * @param repeats whether it may repeat
     */
    public record Child(
            String name, @Nullable String record, @Nullable GroupType group, boolean optional, boolean repeats) {}

    /** Position of the place of a name, or -1. */
    public int indexOf(String childName) {
        for (int i = 0; i < children.size(); i++) {
            if (children.get(i).name().equals(childName)) {
                return i;
            }
        }
        return -1;
    }
}
