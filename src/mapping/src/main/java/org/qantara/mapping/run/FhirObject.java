package org.qantara.mapping.run;

import java.util.ArrayList;
import java.util.Arrays;
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
    /** Types with more elements, which are rare, have room for all of them. */
    private static final int MASKED = 64;

    private static final @Nullable Object[] NONE = new Object[0];
    private final FhirType type;
    private final int slots;
    /** Up to {@link #MASKED} elements: the values that are there, in the order of their slots. */
    private @Nullable Object[] values;
    /** A bit per slot that has a value: most types have many slots and few values. */
    private long valued;

    private @Nullable String slotName;
    private boolean live;
    private boolean finished;
    private int turn;

    public FhirObject(FhirType type) {
        this.type = type;
        this.slots = type.elements().size();
        this.values = slots > MASKED ? new Object[slots] : NONE;
    }

    public FhirType type() {
        return type;
    }

    /** The value of a slot, or null. */
    public @Nullable Object value(int slot) {
        if (slots > MASKED) {
            return values[slot];
        }
        long bit = 1L << slot;
        return (valued & bit) == 0 ? null : values[Long.bitCount(valued & bit - 1)];
    }

    void set(int slot, @Nullable Object value) {
        if (slots > MASKED) {
            values[slot] = value;
            return;
        }
        long bit = 1L << slot;
        int at = Long.bitCount(valued & bit - 1);
        int count = Long.bitCount(valued);
        if ((valued & bit) != 0) {
            if (value == null) {
                System.arraycopy(values, at + 1, values, at, count - at - 1);
                values[count - 1] = null;
                valued &= ~bit;
            } else {
                values[at] = value;
            }
        } else if (value != null) {
            if (count == values.length) {
                values = Arrays.copyOf(values, count == 0 ? 3 : 2 * count);
            }
            System.arraycopy(values, at, values, at + 1, count - at);
            values[at] = value;
            valued |= bit;
        }
    }

    /** The first slot from {@code slot} on that has a value; the number of slots when there is none. */
    int next(int slot) {
        if (slot >= slots) {
            return slots;
        }
        if (slots <= MASKED) {
            long further = valued >>> slot;
            return further == 0 ? slots : slot + Long.numberOfTrailingZeros(further);
        }
        int at = slot;
        while (at < slots && values[at] == null) {
            at++;
        }
        return at;
    }

    /** Whether something other than passive constants was set here (not below). */
    public boolean live() {
        return live;
    }

    void markLive() {
        live = true;
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
                if (value(other) != null) {
                    return true;
                }
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked")
    List<Object> list(int slot) {
        List<Object> list = (List<Object>) value(slot);
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
        for (int i = Math.min(next(0), other.next(0)); i < slots; i = Math.min(next(i + 1), other.next(i + 1))) {
            if ((without == null || !without.get(i)) && !same(value(i), other.value(i))) {
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
        for (int i = other.next(0); i < slots; i = other.next(i + 1)) {
            if (value(i) == null && !choiceTaken(type.elements().get(i))) {
                set(i, other.value(i));
            }
        }
    }
}
