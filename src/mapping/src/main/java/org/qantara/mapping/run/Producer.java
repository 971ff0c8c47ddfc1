package org.qantara.mapping.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The right side of a rule, compiled: yields values and writes them. */
public interface Producer {
    /** Writes what it yields into the frame's target; returns whether there was something. */
    boolean produce(Frame frame);

    /** Deliberately nothing. */
    Producer NONE = f -> false;

    /** A text into a primitive element. */
    static Producer text(Place place, Text text, Conversion conversion, boolean active) {
        return f -> {
            Trace trace = f.run.trace();
            if (trace != null) {
                trace.begin();
            }
            f.run.lastRead(-1);
            String read = text.text(f);
            if (read == null) {
                return false;
            }
            String value = conversion.convert(read, f.run.facility());
            if (value == null) {
                f.run.issue(
                        "VALUE-INVALID",
                        f.run.where(f.run.lastRead()),
                        "the value is no FHIR " + place.type().name() + " for " + f.target.type() + "."
                                + place.element().name() + " and was left out");
                f.run.unusable(f.target, place);
                return false;
            }
            return place.write(
                    f.run,
                    f.target,
                    new FhirPrimitive(value, trace == null ? null : trace.origin(), f.run.lastRead()),
                    active);
        };
    }

    /** Every repetition of a source as a text of its own. */
    static Producer texts(Place place, Nodes nodes, boolean whole, Conversion conversion) {
        return f -> {
            boolean[] any = {false};
            nodes.all(f, node -> {
                any[0] |= text(place, Text.at(fixed(node), whole), conversion, true)
                        .produce(f);
                return true;
            });
            return any[0];
        };
    }

    private static Nodes fixed(long node) {
        return new Nodes() {
            @Override
            long first(Frame frame) {
                return node;
            }
        };
    }

    /** A constant that does not make its parent live; after the others, so that it never stands alone. */
    static Producer constant(Place place, String value) {
        return f -> {
            Trace trace = f.run.trace();
            if (trace != null) {
                trace.begin();
            }
            return place.write(f.run, f.target, new FhirPrimitive(value, trace == null ? null : trace.origin()), false);
        };
    }

    /** An object that other code builds. */
    static Producer object(Place place, Builder builder) {
        return f -> {
            FhirObject built = builder.build(f);
            return built != null && place.write(f.run, f.target, built, true);
        };
    }

    /** One object per repetition. */
    static Producer objects(Place place, Nodes nodes, NodeBuilder builder) {
        return f -> {
            boolean[] any = {false};
            nodes.all(f, node -> {
                FhirObject built = builder.build(f, node);
                any[0] |= built != null && place.write(f.run, f.target, built, true);
                return true;
            });
            return any[0];
        };
    }

    /** Builds an object from a frame, or nothing. */
    interface Builder {
        @Nullable
        FhirObject build(Frame frame);
    }

    /** Builds an object from a position, or nothing. */
    interface NodeBuilder {
        @Nullable
        FhirObject build(Frame frame, long node);
    }

    /**
     * Runs a rule once per repetition, so that the rules of a group meet in the instance of that repetition.
     *
     * @param founds whether the rule makes the instances; others only add to those that are there
     */
    static Producer each(Nodes driver, Place.Step group, boolean founds, Producer inner) {
        return f -> {
            boolean[] any = {false};
            int[] turn = {0};
            driver.all(f, node -> {
                f.target.turn(++turn[0]);
                if (f.document.valued(node) && (founds || Place.present(f.target, group))) {
                    f.current = node;
                    any[0] |= inner.produce(f);
                }
                return true;
            });
            f.target.turn(0);
            f.current = org.qantara.mapping.source.SourceDocument.NONE;
            return any[0];
        };
    }

    /** Only when a condition holds. */
    static Producer when(Test condition, Producer inner) {
        return f -> condition.holds(f) && inner.produce(f);
    }

    /** The first that yields something. */
    static Producer firstOf(List<Producer> items) {
        Producer[] all = items.toArray(new Producer[0]);
        return f -> {
            for (Producer item : all) {
                if (item.produce(f)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** The case of a text, else the other. */
    static Producer choose(Text subject, Map<String, Producer> cases, Producer otherwise) {
        Map<String, Producer> byLabel = new HashMap<>(cases);
        return f -> {
            String label = subject.text(f);
            Producer chosen = label == null ? otherwise : byLabel.getOrDefault(label, otherwise);
            return chosen.produce(f);
        };
    }
}
