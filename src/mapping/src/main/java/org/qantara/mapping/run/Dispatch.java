package org.qantara.mapping.run;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Issue;

/**
 * The message maps of one layer.
 *
 * @param plans by event: {@code ADT^A01}, {@code ADT^*}, {@code astm}
 * @param ignored fields ({@code PID-1}) and records ({@code SFT}) that a map ignores with a reason
 * @param tables by name
 * @param handled reasons by event for what needs no entry in the record
 * @param severities what issues of this layer's messages do, by code
 * @param match whether a message belongs to the layer's facility where no route says so, or null
 */
public record Dispatch(
        Map<String, MessagePlan> plans,
        Set<String> ignored,
        Map<String, Table> tables,
        Map<String, String> handled,
        Map<String, Issue.Severity> severities,
        @Nullable Test match) {
    public Dispatch {
        plans = Map.copyOf(plans);
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

    /** The plan of an event, or of its message type with any event. */
    @Nullable
    MessagePlan plan(String event) {
        MessagePlan exact = plans.get(event);
        int caret = event.indexOf('^');
        return exact != null || caret < 0 ? exact : plans.get(event.substring(0, caret) + "^*");
    }
}
