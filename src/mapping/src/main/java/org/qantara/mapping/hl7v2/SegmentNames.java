package org.qantara.mapping.hl7v2;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Segment names without a new string per segment: a small fixed table, each slot overwritten by whoever came last. */
final class SegmentNames {
    private static final int SLOTS = 1024;
    private static final AtomicReferenceArray<@Nullable String> NAMES = new AtomicReferenceArray<>(SLOTS);

    private SegmentNames() {}

    static String of(byte a, byte b, byte c) {
        int slot = (a * 31 * 31 + b * 31 + c) & (SLOTS - 1);
        String known = NAMES.get(slot);
        if (known != null && known.charAt(0) == a && known.charAt(1) == b && known.charAt(2) == c) {
            return known;
        }
        String name = new String(new char[] {(char) a, (char) b, (char) c}).intern();
        NAMES.set(slot, name);
        return name;
    }
}
