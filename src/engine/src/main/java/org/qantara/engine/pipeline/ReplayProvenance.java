package org.qantara.engine.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ledger.ActionRow;
import org.qantara.engine.message.StoredMessage;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Owns;
import org.qantara.mapping.run.Uuids;

/**
 * The Provenance of what a person brought into the record: a replay, or the release of a quarantined message, said with who asked for it, why,
 * and which resources it wrote. It is sent after the message and only when that wrote something; a repetition writes the same one.
 */
final class ReplayProvenance {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ACTS = Set.of("replay", "replay-from");

    private ReplayProvenance() {}

    /**
     * The Bundle with it; empty when no person asked.
     *
     * @param actions what people did to the message, oldest first
     * @param sent what the destination was sent
     * @param lost places in {@code sent} that a newer message had written
     */
    static Optional<MappedBundle> of(
            StoredMessage message,
            List<ActionRow> actions,
            MappedBundle sent,
            Set<Integer> lost,
            @Nullable String mapsVersion) {
        @Nullable ActionRow act = null;
        for (ActionRow row : actions) {
            act = ACTS.contains(row.verb()) ? row : act;
        }
        return act == null ? Optional.empty() : Optional.of(bundle(message, act, sent, lost, mapsVersion));
    }

    private static MappedBundle bundle(
            StoredMessage message, ActionRow act, MappedBundle sent, Set<Integer> lost, @Nullable String mapsVersion) {
        String recorded = act.actedAt().truncatedTo(ChronoUnit.MILLIS).toString();
        String id = Uuids.id(
                "urn:qantara:action", message.facility() + ":" + message.intake() + ":" + act.verb() + ":" + recorded);
        ObjectNode provenance = JSON.createObjectNode();
        provenance.put("resourceType", "Provenance");
        provenance.put("id", id);
        for (int place = 0; place < sent.entries().size(); place++) {
            MappedBundle.Entry entry = sent.entries().get(place);
            if (!lost.contains(place)
                    && entry.owns() != Owns.CREATE
                    && !entry.type().equals("Provenance")) {
                provenance.withArray("target").addObject().put("reference", entry.type() + "/" + entry.id());
            }
        }
        if (!provenance.has("target")) {
            MappedBundle.Entry first = sent.entries().get(0);
            provenance.withArray("target").addObject().put("reference", first.type() + "/" + first.id());
        }
        provenance.put("recorded", recorded);
        if (mapsVersion != null) {
            provenance.withArray("policy").add("urn:qantara:mappings:" + mapsVersion);
        }
        provenance.withArray("reason").addObject().put("text", act.reason());
        ObjectNode activity = provenance.putObject("activity");
        activity.withArray("coding")
                .addObject()
                .put("system", "urn:qantara:action")
                .put("code", act.verb());
        ObjectNode agent = provenance.withArray("agent").addObject();
        agent.putObject("type")
                .withArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/provenance-participant-type")
                .put("code", "performer")
                .put("display", "Performer");
        ObjectNode who = agent.putObject("who");
        who.putObject("identifier").put("system", "urn:qantara:operator").put("value", act.actor());
        who.put("display", act.actor());
        ObjectNode entity = provenance.withArray("entity").addObject();
        entity.put("role", "source");
        entity.putObject("what")
                .putObject("identifier")
                .put("system", "urn:qantara:message:" + message.facility())
                .put("value", String.valueOf(message.intake()));
        try {
            byte[] json = JSON.writeValueAsBytes(provenance);
            return new MappedBundle(List.of(new MappedBundle.Entry("Provenance", id, Owns.REPLACE, List.of(), json)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
