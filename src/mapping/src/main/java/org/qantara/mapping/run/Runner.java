package org.qantara.mapping.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Explanation;
import org.qantara.mapping.Facility;
import org.qantara.mapping.Issue;
import org.qantara.mapping.Lineage;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.SourceMessage;

/** Runs compiled maps. */
public final class Runner implements Mappings {
    private static final String FACILITIES = "facilities/";
    private static final Pattern EVENT = Pattern.compile("[A-Za-z0-9_+:.^-]{1,40}");
    private final String version;
    private final Map<String, Dispatch> layers;
    private final Fhir fhir;
    private final Readers readers;
    private final Set<String> guideRows;
    private final boolean provenance;

    /**
     * @param layers by name; {@code base} is always there, {@code facilities/default} serves facilities without one
     * @param guideRows rows of the guide that the maps name
     */
    public Runner(String version, Map<String, Dispatch> layers, Fhir fhir, Readers readers, Set<String> guideRows) {
        this(version, layers, fhir, readers, guideRows, false);
    }

    private Runner(
            String version,
            Map<String, Dispatch> layers,
            Fhir fhir,
            Readers readers,
            Set<String> guideRows,
            boolean provenance) {
        this.version = version;
        this.layers = Map.copyOf(layers);
        this.fhir = fhir;
        this.readers = readers;
        this.guideRows = Set.copyOf(guideRows);
        this.provenance = provenance;
    }

    @Override
    public Mappings withProvenance() {
        return new Runner(version, layers, fhir, readers, guideRows, true);
    }

    @Override
    public Set<String> guideRows() {
        return guideRows;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public boolean translates(String facility, String table, String code) {
        Dispatch own = layers.get(FACILITIES + facility);
        Table found = (own == null ? fallback() : own).tables().get(table);
        return found != null && found.rows().containsKey(code);
    }

    @Override
    public MapOutcome map(SourceMessage message) {
        return run(message, false).outcome();
    }

    @Override
    public Explanation explain(SourceMessage message) {
        return run(message, true);
    }

    private Explanation run(SourceMessage message, boolean lineage) {
        Readers.Outcome reading = readers.read(message, reading(message.facility()));
        if (reading instanceof Readers.Unreadable unreadable) {
            return outcome(new MapOutcome.Refused(List.of(unreadable.issue())));
        }
        Readers.Readable readable = (Readers.Readable) reading;
        Run run = new Run(readable.document(), message.facility(), lineage, fhir, Severities.TABLE).of(message);
        Dispatch layer = layer(message.facility(), run);
        run.severities(layer.severities());
        String reason = layer.handled(readable.event());
        if (reason != null) {
            Issue handled = new Issue("HANDLED", Issue.Severity.WARNING, readable.eventPlace(), reason);
            return outcome(new MapOutcome.Mapped(new MappedBundle(List.of()), List.of(handled), List.of()));
        }
        String held = layer.held().get(readable.event());
        if (held != null) {
            run.issue("NOT-FOLLOWED", readable.eventPlace(), readable.event() + " is kept back: " + held);
            return outcome(new MapOutcome.Quarantined(run.issues()));
        }
        MessagePlan plan = plan(layer, readable, run);
        if (plan == null) {
            noMap(run, readable);
            return outcome(new MapOutcome.Quarantined(run.issues()));
        }
        try {
            plan.run(run, readable.from(), readable.document().records(), provenance);
            return finish(run, layer, plan, readable);
        } catch (RuntimeException | StackOverflowError e) {
            StackTraceElement[] trace = e.getStackTrace();
            String at = trace.length == 0 ? "" : trace[0].toString();
            run.issue(
                    "INTERNAL-ERROR",
                    plan.name(),
                    "a fault of the engine, not of the message: " + e.getClass().getSimpleName() + " in " + at);
            return outcome(new MapOutcome.Quarantined(run.issues()));
        }
    }

    /** The plan of the event; else that of the structure that the message claims, with a warning. */
    private static @Nullable MessagePlan plan(Dispatch layer, Readers.Readable readable, Run run) {
        MessagePlan plan = layer.plan(readable.event());
        if (plan != null) {
            return plan;
        }
        MessagePlan like = layer.structures().get(readable.structure());
        if (like != null) {
            run.issue(
                    "EVENT-BY-STRUCTURE",
                    readable.eventPlace(),
                    "no map names " + readable.event() + "; it was mapped like the others of its structure");
        }
        return like;
    }

    private static void noMap(Run run, Readers.Readable readable) {
        if (readable.event().isEmpty()) {
            run.issue("NO-TYPE", readable.eventPlace(), "the message does not say its type; the sender must fill it");
            return;
        }
        boolean name = EVENT.matcher(readable.event()).matches();
        run.issue(
                "NO-MAP",
                readable.eventPlace(),
                "no map takes messages of " + (name ? "type " + readable.event() : "a type that is no HL7 name")
                        + "; write one with 'events:', say why they need none under 'handled:', or do not send them");
    }

    private Reading reading(Facility facility) {
        Dispatch own = layers.get(FACILITIES + facility.code());
        return (own != null ? own : fallback()).reading();
    }

    private static Explanation outcome(MapOutcome outcome) {
        return new Explanation(outcome, List.of());
    }

    private Dispatch layer(Facility facility, Run run) {
        Dispatch own = layers.get(FACILITIES + facility.code());
        if (own != null) {
            return own;
        }
        if (facility.authority() == null && run.document().records() > 0) {
            Frame header = new Frame(run, new long[] {0}, new @Nullable Object[0], new FhirObject(fhir.anything()));
            for (Dispatch candidate : layers.values()) {
                if (candidate.match() != null && candidate.match().holds(header)) {
                    return candidate;
                }
            }
        }
        return fallback();
    }

    private Dispatch fallback() {
        Dispatch fallback = layers.get(FACILITIES + "default");
        return fallback != null ? fallback : java.util.Objects.requireNonNull(layers.get("base"));
    }

    private Explanation finish(Run run, Dispatch layer, MessagePlan plan, Readers.Readable readable) {
        run.markUnusable();
        Finish finish = new Finish(run);
        for (Made made : run.resources().all()) {
            finish.resource(made.object());
        }
        if (run.resources().all().isEmpty()
                && run.issues().stream().noneMatch(i -> i.severity() == Issue.Severity.ERROR)) {
            run.issue(
                    "NOTHING-MADE",
                    readable.eventPlace(),
                    "the message has nothing that '" + plan.name() + "' makes a resource of");
        }
        if (run.issues().stream().anyMatch(i -> i.severity() == Issue.Severity.ERROR)) {
            return outcome(new MapOutcome.Quarantined(run.issues()));
        }
        JsonWriter writer = new JsonWriter();
        List<MappedBundle.Entry> entries = new ArrayList<>();
        List<Lineage> lineage = new ArrayList<>();
        for (Made made : run.resources().all()) {
            byte[] json = writer.resource(made.object(), made.id());
            entries.add(new MappedBundle.Entry(
                    made.object().type().name(), made.id(), made.owns(), made.removed(), made.fills(), json));
            if (run.trace() != null) {
                new LineageReader(run.document(), made, lineage).read();
            }
        }
        MapOutcome mapped = new MapOutcome.Mapped(
                new MappedBundle(entries),
                run.issues(),
                UnmappedReport.of(run, layer, readable.from()),
                List.copyOf(run.codes()));
        return new Explanation(mapped, lineage);
    }
}
