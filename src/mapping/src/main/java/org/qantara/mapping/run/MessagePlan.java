package org.qantara.mapping.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Owns;
import org.qantara.mapping.source.Group;
import org.qantara.mapping.source.Structure;

/** A compiled message map: which resources are made from which segments, and how they refer to each other. Immutable. */
public final class MessagePlan {
    private final String name;
    private final Structure structure;
    private final List<Step> steps;
    private final List<Step> provenance;

    /** @param provenance what is made besides, when resources shall say where they come from */
    public MessagePlan(String name, Structure structure, List<Step> steps, List<Step> provenance) {
        this.name = name;
        this.structure = structure;
        this.steps = List.copyOf(steps);
        this.provenance = List.copyOf(provenance);
    }

    public String name() {
        return name;
    }

    /** Makes the resources of records {@code from} to before {@code to}. */
    public void run(Run run, int from, int to, boolean withProvenance) {
        Group message = structure.fit(run.document(), from, to);
        Scope scope = new Scope(message, null, null);
        for (Step step : steps) {
            step.make(run, scope);
        }
        run.resources().ungathered();
        if (withProvenance) {
            for (Step step : provenance) {
                step.make(run, scope);
            }
        }
    }

    /** One line of {@code make}. */
    public interface Step {
        /** Makes its resources or references in a scope. */
        void make(Run run, Scope scope);
    }

    /** A resource that was made under a name, with the record it came from. */
    private record Named(String variable, Made made, int record) {}

    /** What a name stands for, and the group whose repetition made it; null where it was made here. */
    private record Known(Made made, @Nullable Object group) {}

    /**
     * One occurrence of a group while its resources are made.
     *
     * <p>A name made in a repetition of a group stays known to the repetitions beside it and to the groups around, but never inside
     * another repetition: what one order made is not taken for a part of the next order's results, nor one patient's for another's.
     */
    public static final class Scope {
        private final Group group;
        private final @Nullable Scope parent;
        private final @Nullable Object steps;
        private final List<Named> named = new ArrayList<>();
        private final Map<String, List<Known>> known = new HashMap<>();

        Scope(Group group, @Nullable Scope parent, @Nullable Object steps) {
            this.group = group;
            this.parent = parent;
            this.steps = steps;
        }

        private void add(Named made, @Nullable Object from) {
            named.add(made);
            List<Known> all = known.computeIfAbsent(made.variable(), k -> new ArrayList<>(2));
            if (!all.isEmpty() && all.get(all.size() - 1).group() == from) {
                all.remove(all.size() - 1);
            }
            all.add(new Known(made.made(), from));
        }

        private List<Named> named(String variable) {
            List<Named> found = new ArrayList<>(2);
            for (Named one : named) {
                if (one.variable().equals(variable)) {
                    found.add(one);
                }
            }
            return found;
        }

        @Nullable
        Made find(String variable) {
            Object hidden = null;
            for (Scope s = this; s != null; s = s.parent) {
                List<Known> all = s.known.getOrDefault(variable, List.of());
                for (int i = all.size() - 1; i >= 0; i--) {
                    if (all.get(i).group() == null || all.get(i).group() != hidden) {
                        return all.get(i).made();
                    }
                }
                hidden = s == this ? null : s.steps;
            }
            return null;
        }
    }

    /**
     * A variable of the made map.
     *
     * @param address where its records are, or null when it names a resource
     * @param resource name of the resource variable, or null
     * @param needed whether nothing is made without it
     */
    public record Binding(@Nullable Address address, @Nullable String resource, boolean needed) {}

    /**
     * {@code OBSERVATION[].OBX -> Observation as $obs}.
     *
     * @param known whether nothing is made: the name is for what the message has made under that key before
     */
    public static Step resource(
            MapPlan plan,
            List<Address> sources,
            List<Binding> bindings,
            @Nullable String variable,
            @Nullable Owns owns,
            boolean known,
            @Nullable Test when,
            @Nullable String otherwise,
            RuleRef rule) {
        return each(plan, sources, bindings, when, otherwise, rule, (run, scope, frame, record) -> {
            Made made = known
                    ? run.resources().made(plan, frame)
                    : run.resources().make(plan, frame.sources, frame.variables, owns, record, false);
            if (made != null && variable != null) {
                scope.add(new Named(variable, made, record), null);
            }
        });
    }

    /** {@code PD1 -> Patient into $patient}: rules of a map without a key, run on a resource that was made before. */
    public static Step part(
            MapPlan plan,
            List<Address> sources,
            List<Binding> bindings,
            String into,
            @Nullable Test when,
            @Nullable String otherwise,
            RuleRef rule) {
        return each(plan, sources, bindings, when, otherwise, rule, (run, scope, frame, record) -> {
            Made made = scope.find(into);
            if (made != null) {
                Frame added = new Frame(run, frame.sources, frame.variables, made.object());
                plan.apply(added);
                made.removed().addAll(made.owns() == Owns.MERGE ? plan.removed(added) : List.of());
            }
        });
    }

    /** What a line does with the sources that it found. */
    private interface Maker {
        void make(Run run, Scope scope, Frame frame, int record);
    }

    private static Step each(
            MapPlan plan,
            List<Address> sources,
            List<Binding> bindings,
            @Nullable Test when,
            @Nullable String otherwise,
            RuleRef rule,
            Maker maker) {
        return (run, scope) -> {
            if (sources.size() == 1) {
                sources.get(0).each(scope.group, (group, record) -> {
                    if (matches(run, sources.get(0), record)) {
                        one(run, scope, group, new long[] {record}, plan, bindings, when, otherwise, rule, maker);
                    }
                });
                return;
            }
            long[] records = new long[sources.size()];
            Group[] first = {scope.group};
            boolean any = false;
            for (int i = 0; i < records.length; i++) {
                long[] found = {-1};
                sources.get(i).each(scope.group, (group, record) -> {
                    if (found[0] < 0) {
                        found[0] = record;
                        first[0] = group;
                    }
                });
                records[i] = found[0];
                any |= found[0] >= 0;
            }
            if (any) {
                one(run, scope, first[0], records, plan, bindings, when, otherwise, rule, maker);
            }
        };
    }

    private static boolean matches(Run run, Address address, int record) {
        return address.record() >= 0 || run.document().name(record).equals(address.stray());
    }

    private static void one(
            Run run,
            Scope scope,
            Group group,
            long[] records,
            MapPlan plan,
            List<Binding> bindings,
            @Nullable Test when,
            @Nullable String otherwise,
            RuleRef rule,
            Maker maker) {
        int record = -1;
        for (long candidate : records) {
            record = record < 0 ? (int) candidate : record;
        }
        @Nullable Object[] variables = new @Nullable Object[bindings.size()];
        for (int i = 0; i < variables.length; i++) {
            Binding binding = bindings.get(i);
            variables[i] = binding.resource() != null ? scope.find(binding.resource()) : records(run, group, binding);
            if (binding.needed() && (variables[i] == null || variables[i] instanceof int[] none && none.length == 0)) {
                run.issue(
                        "NOT-MADE",
                        run.document().whereRecord(record),
                        "'" + plan.name() + "' needs "
                                + (binding.resource() == null ? "a segment" : "$" + binding.resource())
                                + " which this message does not have");
                return;
            }
        }
        Frame frame = new Frame(run, records, variables, new FhirObject(plan.type()));
        if (when != null && !when.holds(frame)) {
            if (otherwise != null) {
                run.issue("NOT-FOLLOWED", run.document().whereRecord(record), otherwise);
            }
            return;
        }
        Trace trace = run.trace();
        if (trace != null) {
            trace.enter(rule);
        }
        maker.make(run, scope, frame, record);
        if (trace != null) {
            trace.leave();
        }
    }

    private static int[] records(Run run, Group group, Binding binding) {
        Address address = binding.address();
        if (address == null) {
            return new int[0];
        }
        Found found = new Found(run, address);
        address.each(group, found);
        return found.records();
    }

    /** Gathers the records of an address. */
    private static final class Found implements Address.Taker {
        private static final int[] NONE = new int[0];
        private final Run run;
        private final Address address;
        private int[] records = NONE;
        private int count;

        Found(Run run, Address address) {
            this.run = run;
            this.address = address;
        }

        @Override
        public void take(Group group, int record) {
            if (matches(run, address, record)) {
                if (count == records.length) {
                    records = Arrays.copyOf(records, count == 0 ? 1 : 2 * count);
                }
                records[count++] = record;
            }
        }

        int[] records() {
            return count == records.length ? records : Arrays.copyOf(records, count);
        }
    }

    /** {@code in: ORDER_OBSERVATION[]}; what is made inside is known outside when it is over. */
    public static Step group(int[] places, List<Step> steps) {
        return (run, scope) -> enter(run, scope, scope.group, places, 0, steps);
    }

    private static void enter(Run run, Scope scope, Group at, int[] places, int depth, List<Step> steps) {
        if (depth == places.length) {
            Scope inner = new Scope(at, scope, steps);
            for (Step step : steps) {
                step.make(run, inner);
            }
            inner.named.forEach(made -> scope.add(made, steps));
            return;
        }
        for (Group next : at.groups(places[depth])) {
            enter(run, scope, next, places, depth + 1, steps);
        }
    }

    /** {@code $obs -> $report.result[]}; two that come from one record belong together. */
    public static Step link(String from, String to, Place place, RuleRef rule) {
        return (run, scope) -> {
            List<Named> sources = scope.named(from);
            List<Named> targets = scope.named(to);
            for (Named source : sources) {
                boolean paired = false;
                for (Named target : targets) {
                    if (target.record() == source.record()) {
                        refer(run, source.made(), target.made(), place, rule);
                        paired = true;
                    }
                }
                if (!paired) {
                    Made target = scope.find(to);
                    if (target != null) {
                        refer(run, source.made(), target, place, rule);
                    }
                }
            }
        };
    }

    /** {@code all -> $origin.target[]}: everything that the message made before, but for the one that refers. */
    public static Step all(String to, Place place, RuleRef rule) {
        return (run, scope) -> {
            Made target = scope.find(to);
            if (target == null) {
                return;
            }
            for (Made source : List.copyOf(run.resources().all())) {
                if (source != target) {
                    refer(run, source, target, place, rule);
                }
            }
        };
    }

    private static void refer(Run run, Made source, Made target, Place place, RuleRef rule) {
        Trace trace = run.trace();
        if (trace != null) {
            trace.enter(rule);
            trace.begin();
        }
        FhirObject reference = run.fhir().reference(run, source.reference());
        if (run.links().add(target.reference() + ' ' + place.element().slot() + ' ' + source.reference())) {
            place.write(run, target.object(), reference, true);
            run.resources().linked(target, place);
        }
        if (trace != null) {
            trace.leave();
        }
    }
}
