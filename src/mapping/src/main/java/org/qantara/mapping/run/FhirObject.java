package org.qantara.mapping.run;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.schema.FhirElement;
import org.qantara.mapping.schema.FhirType;

/**
 * One FHIR resource, data type or backbone element under construction: a value per slot of its type.
 *
 * <p>A value is a {@link FhirPrimitive}, a {@code FhirObject} or, where the element repeats, a list of them.
 */
public final class FhirObject {
    private final FhirType type;
    private static final int MASKED = 64;
    private final @Nullable Object[] values;
    /** A bit per slot below {@link #MASKED} that may have a value: most types have many slots and few values. */
    private long valued;

    private @Nullable String slotName;
    private boolean live;
    private boolean finished;
    private int turn;

    public FhirObject(FhirType type) {
        this.type = type;
        this.values = new Object[type.elements().size()];
    }

    public FhirType type() {
        return type;
    }

    /** The value of a slot, or null. */
    public @Nullable Object value(int slot) {
        return values[slot];
    }

    /** The first slot from {@code slot} on that may have a value; the number of slots when there is none. */
    int next(int slot) {
        if (slot < MASKED) {
            long further = valued >>> slot;
            if (further != 0) {
                return slot + Long.numberOfTrailingZeros(further);
            }
        }
        int at = Math.max(slot, MASKED);
        while (at < values.length && values[at] == null) {
            at++;
        }
        return Math.min(at, Math.max(values.length, slot));
    }

    /** Whether something other than passive constants was set here (not below). */
    public boolean live() {
        return live;
    }

    void markLive() {
        live = true;
    }

    void set(int slot, @Nullable Object value) {
        values[slot] = value;
        if (slot < MASKED) {
            valued = value == null ? valued & ~(1L << slot) : valued | 1L << slot;
        }
    }

    void slotName(String name) {
        slotName = name;
    }

    @Nullable
    String slotName() {
        return slotName;
    }

    /** Whether another form of the same choice already has a value. */
    boolean choiceTaken(FhirElement element) {
        if (element.choice() == null) {
            return false;
        }
        int[] others = type.siblings(element.slot());
        if (others != null) {
            for (int other : others) {
                if (values[other] != null) {
                    return true;
                }
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked")
    List<Object> list(int slot) {
        List<Object> list = (List<Object>) values[slot];
        if (list == null) {
            list = new ArrayList<>(2);
            set(slot, list);
        }
        return list;
    }

    /** Which repetition a group of rules is at, from 1; 0 outside of groups. */
    int turn() {
        return turn;
    }

    void turn(int repetition) {
        turn = repetition;
    }

    /** Whether {@link Finish} has been here. */
    boolean finished() {
        return finished;
    }

    void finish() {
        finished = true;
    }

    /** Same type and content; lineage does not count. */
    boolean sameContent(FhirObject other) {
        return sameContent(other, null);
    }

    /** The same without the elements whose slots are named. */
    boolean sameContent(FhirObject other, @Nullable BitSet without) {
        if (type != other.type) {
            return false;
        }
        for (int i = Math.min(next(0), other.next(0));
                i < values.length;
                i = Math.min(next(i + 1), other.next(i + 1))) {
            if ((without == null || !without.get(i)) && !same(values[i], other.values[i])) {
                return false;
            }
        }
        return true;
    }

    static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a instanceof FhirObject left && b instanceof FhirObject right) {
            return left.sameContent(right);
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            if (left.size() != right.size()) {
                return false;
            }
            for (int i = 0; i < left.size(); i++) {
                if (!same(left.get(i), right.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (a instanceof FhirPrimitive left && b instanceof FhirPrimitive right) {
            return Objects.equals(left.value(), right.value()) && same(left.extensions(), right.extensions());
        }
        return a == null && b == null;
    }

    /** Takes over what this object lacks and another of the same type has. */
    void fill(FhirObject other) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null
                    && other.values[i] != null
                    && !choiceTaken(type.elements().get(i))) {
                set(i, other.values[i]);
            }
        }
    }
}
