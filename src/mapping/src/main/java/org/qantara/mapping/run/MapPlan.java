package org.qantara.mapping.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Owns;
import org.qantara.mapping.schema.FhirElement;
import org.qantara.mapping.schema.FhirType;

/** A compiled map. Filled once by the compiler (maps may link each other), then only read. */
public final class MapPlan {
    /** One compiled rule. */
    public record Rule(RuleRef ref, Producer producer) {}

    /** A top-level element that {@code ""} in the source empties. */
    public record Removal(FhirElement element, Nodes nodes) {}

    private final String name;
    private final FhirType type;
    private Rule[] rules = new Rule[0];
    private Key[] keys = new Key[0];
    private Removal[] removals = new Removal[0];
    private Owns owns = Owns.MERGE;
    private @Nullable String joined;
    private @Nullable FhirElement gathered;
    private List<String> fills = List.of();

    public MapPlan(String name, FhirType type) {
        this.name = name;
        this.type = type;
    }

    /** Fills the plan. */
    public void fill(List<Rule> compiled, List<Key> ways, List<Removal> emptied, Owns ownership) {
        rules = compiled.toArray(new Rule[0]);
        keys = ways.toArray(new Key[0]);
        removals = emptied.toArray(new Removal[0]);
        owns = ownership;
    }

    public String name() {
        return name;
    }

    public FhirType type() {
        return type;
    }

    public Owns owns() {
        return owns;
    }

    /** Runs the rules on a fresh object. */
    FhirObject apply(Run run, long[] sources, @Nullable Object[] variables) {
        Frame frame = new Frame(run, sources, variables, new FhirObject(type));
        apply(frame);
        return frame.target;
    }

    /** Runs the rules; the order is that of the map. */
    void apply(Frame frame) {
        Trace trace = frame.run.trace();
        for (Rule rule : rules) {
            if (trace == null) {
                rule.producer().produce(frame);
            } else {
                trace.enter(rule.ref());
                rule.producer().produce(frame);
                trace.leave();
            }
        }
    }

    /** The id by the first key that gives one. */
    @Nullable
    String id(Frame frame) {
        Trace trace = frame.run.trace();
        for (Key key : keys) {
            if (trace != null) {
                trace.begin();
            }
            String id = key.id(frame);
            if (id != null) {
                if (trace != null) {
                    frame.run.key(type.name() + "/" + id, trace.spans());
                }
                return id;
            }
        }
        return null;
    }

    /** Names of top-level elements that the source emptied and no rule filled. */
    List<String> removed(Frame frame) {
        List<String> names = new ArrayList<>(0);
        for (Removal removal : removals) {
            String element = removal.element().choice() == null
                    ? removal.element().name()
                    : removal.element().choice() + "[x]";
            boolean empty = frame.target.value(removal.element().slot()) == null
                    && !frame.target.choiceTaken(removal.element());
            if (empty && frame.document.isNull(removal.nodes().first(frame)) && !names.contains(element)) {
                names.add(element);
            }
        }
        return names;
    }

    /** The element whose lines are joined when one message names the same key several times, or null. */
    public @Nullable String joined() {
        return joined;
    }

    public void joined(@Nullable String element) {
        joined = element;
    }

    /** The list without which the resource is nothing: with fewer than two in it, it is left out. Null for all others. */
    public @Nullable FhirElement gathered() {
        return gathered;
    }

    public void gathered(@Nullable FhirElement element) {
        gathered = element;
    }

    /** Top-level elements that are written only where the record has none. */
    List<String> fills() {
        return fills;
    }

    public void fills(List<String> elements) {
        fills = List.copyOf(elements);
    }
}
