package org.qantara.mapping.run;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.schema.FhirElement;
import org.qantara.mapping.schema.FhirType;

/** Where a rule writes: a walk from the map's target to one element. Immutable. */
public final class Place {
    /** How a step chooses among the instances of an element. */
    public enum Mode {
        SINGLE,
        SLOT,
        APPEND,
        /** The instance of the repetition that a group of rules is at. */
        EACH
    }

    /**
     * One step.
     *
     * @param slotName name of the instance for {@code SLOT}
     * @param url url of an extension, or null
     */
    public record Step(FhirElement element, Mode mode, @Nullable String slotName, @Nullable String url) {}

    private final Step[] parents;
    private final Step last;
    private final @Nullable FhirElement extensionUrl;

    /** @param extensionUrl the element Extension.url, when a step is an extension */
    public Place(List<Step> steps, @Nullable FhirElement extensionUrl) {
        this.parents = steps.subList(0, steps.size() - 1).toArray(new Step[0]);
        this.last = steps.get(steps.size() - 1);
        this.extensionUrl = extensionUrl;
    }

    /** The type of the element that is written. */
    public FhirType type() {
        return last.element().type();
    }

    /** The element that is written. */
    public FhirElement element() {
        return last.element();
    }

    /** Whether the element stands directly in the resource. */
    boolean direct() {
        return parents.length == 0;
    }

    /** Whether it is one element that nothing stands in yet; false where it is a list, or in one. */
    boolean vacant(FhirObject target) {
        FhirObject at = target;
        for (Step step : parents) {
            if (step.element().repeats() || step.element().type().primitive() || at.choiceTaken(step.element())) {
                return false;
            }
            Object inner = at.value(step.element().slot());
            if (inner == null) {
                return true;
            }
            if (!(inner instanceof FhirObject object)) {
                return false;
            }
            at = object;
        }
        return last.mode() == Mode.SINGLE
                && !last.element().repeats()
                && !at.finished()
                && at.value(last.element().slot()) == null
                && !at.choiceTaken(last.element());
    }

    /** Writes a value; {@code active} values make their parents live. Returns whether it was taken. */
    boolean write(Run run, FhirObject target, Object value, boolean active) {
        FhirObject at = target;
        FhirPrimitive primitive = null;
        for (Step step : parents) {
            if (primitive == null && at.choiceTaken(step.element())) {
                return false;
            }
            if (primitive != null) {
                at = extension(run, primitive, step);
                primitive = null;
            } else if (step.element().type().primitive()) {
                primitive = primitive(at, step.element());
            } else {
                at = child(run, at, step, name(target, step));
            }
        }
        if (at.choiceTaken(last.element())) {
            return false;
        }
        int slot = last.element().slot();
        String name = name(target, last);
        if (last.mode() == Mode.SINGLE) {
            Object present = at.value(slot);
            if (present instanceof FhirPrimitive existing
                    && value instanceof FhirPrimitive written
                    && existing.value() == null) {
                List<FhirObject> extensions = existing.extensions();
                if (extensions != null) {
                    extensions.forEach(written::extension);
                }
            }
            at.set(slot, value);
        } else {
            if (name != null && value instanceof FhirObject object) {
                object.slotName(name);
                if (last.mode() != Mode.APPEND) {
                    at.list(slot).removeIf(o -> o instanceof FhirObject other && name.equals(other.slotName()));
                }
            }
            at.list(slot).add(value);
        }
        if (active) {
            at.markLive();
        }
        return true;
    }

    /** The name of the instance that a step means. */
    private static @Nullable String name(FhirObject target, Step step) {
        return step.mode() == Mode.EACH ? step.slotName() + "#" + target.turn() : step.slotName();
    }

    /** Whether the instance of the repetition that a group is at was made before. */
    static boolean present(FhirObject target, Step group) {
        String name = name(target, group);
        if (target.value(group.element().slot()) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof FhirObject other && String.valueOf(name).equals(other.slotName())) {
                    return true;
                }
            }
        }
        return false;
    }

    private FhirObject child(Run run, FhirObject at, Step step, @Nullable String name) {
        int slot = step.element().slot();
        if (step.mode() == Mode.SINGLE) {
            if (at.value(slot) instanceof FhirObject present) {
                return present;
            }
            FhirObject made = new FhirObject(step.element().type());
            at.set(slot, made);
            return made;
        }
        for (Object item : at.list(slot)) {
            if (item instanceof FhirObject object && name != null && name.equals(object.slotName())) {
                return object;
            }
        }
        FhirObject made = new FhirObject(step.element().type());
        made.slotName(name == null ? "" : name);
        url(run, made, step);
        at.list(slot).add(made);
        return made;
    }

    private void url(Run run, FhirObject extension, Step step) {
        if (step.url() != null && extensionUrl != null) {
            Trace trace = run.trace();
            extension.set(extensionUrl.slot(), new FhirPrimitive(step.url(), trace == null ? null : trace.constant()));
        }
    }

    /** The primitive that an extension is written on; of a list the last one. */
    private static FhirPrimitive primitive(FhirObject at, FhirElement element) {
        if (element.repeats()) {
            List<Object> list = at.list(element.slot());
            if (list.isEmpty()) {
                list.add(new FhirPrimitive(null, null));
            }
            return (FhirPrimitive) list.get(list.size() - 1);
        }
        if (at.value(element.slot()) instanceof FhirPrimitive present) {
            return present;
        }
        FhirPrimitive made = new FhirPrimitive(null, null);
        at.set(element.slot(), made);
        return made;
    }

    private FhirObject extension(Run run, FhirPrimitive primitive, Step step) {
        List<FhirObject> present = primitive.extensions();
        if (present != null) {
            for (FhirObject extension : present) {
                if (String.valueOf(step.slotName()).equals(extension.slotName())) {
                    return extension;
                }
            }
        }
        FhirObject made = new FhirObject(step.element().type());
        made.slotName(String.valueOf(step.slotName()));
        url(run, made, step);
        primitive.extension(made);
        return made;
    }
}
