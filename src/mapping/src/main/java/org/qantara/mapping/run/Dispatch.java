package org.qantara.mapping.run;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Issue;

/**
 * The message maps of one layer.
 *
 * @param plans by event: {@code ADT^A01}, {@code ADT^*}, {@code astm}
 * @param structures by message type and structure: {@code ADT^ADT_A01}; for events that no map names
 * @param held events that are kept back, with the reason
 * @param ignored fields ({@code PID-1}) and records ({@code SFT}) that a map ignores with a reason
 * @param tables by name
 * @param handled reasons by event for what needs no entry in the record
 * @param severities what issues of this layer's messages do, by code
 * @param reading how laboratory messages are read that do not say it rightly
 * @param match whether a message belongs to the layer's facility where no route says so, or null
 */
public record Dispatch(
        Map<String, MessagePlan> plans,
        Map<String, MessagePlan> structures,
        Map<String, String> held,
        Set<String> ignored,
        Map<String, Table> tables,
        Map<String, String> handled,
        Map<String, Issue.Severity> severities,
        Reading reading,
        @Nullable Test match) {
    public Dispatch {
        plans = Map.copyOf(plans);
        structures = Map.copyOf(structures);
        held = Map.copyOf(held);
        ignored = Set.copyOf(ignored);
        tables = Map.copyOf(tables);
        handled = Map.copyOf(handled);
        severities = Map.copyOf(severities);
    }

    /** Why an event, or any event of its message type, needs no entry in the record; null when it does. */
    @Nullable
    String handled(String event) {
        String exact = handled.get(event);
        int caret = event.indexOf('^');
        return exact != null || caret < 0 ? exact : handled.get(event.substring(0, caret) + "^*");
    }

    /** A layer of which only the ignored fields matter. */
    static Dispatch ignoring(Set<String> ignored) {
        return new Dispatch(Map.of(), Map.of(), Map.of(), ignored, Map.of(), Map.of(), Map.of(), Reading.AS_SENT, null);
    }

    /** The plan of an event, or of its message type with any event. */
    @Nullable
    MessagePlan plan(String event) {
        MessagePlan exact = plans.get(event);
        int caret = event.indexOf('^');
        return exact != null || caret < 0 ? exact : plans.get(event.substring(0, caret) + "^*");
    }
}
