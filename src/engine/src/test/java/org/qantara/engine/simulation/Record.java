package org.qantara.engine.simulation;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Owns;

/** The shared record: resources with the number that wrote them last. An older number changes nothing, an equal one may rewrite. */
final class Record {
    /** What a resource is. */
    record Held(long number, String content) {}

    private final World world;
    private final Map<String, Held> resources = new HashMap<>();

    Record(World world) {
        this.world = world;
    }

    @Nullable
    Held held(String resource) {
        return resources.get(resource);
    }

    /** Applies a transaction whole; says which entries were superseded. */
    Set<Integer> apply(long number, MappedBundle bundle) {
        Set<Integer> superseded = new HashSet<>();
        int place = 0;
        for (MappedBundle.Entry entry : bundle.entries()) {
            String resource = entry.type() + "/" + entry.id();
            String content = new String(entry.resource(null), StandardCharsets.UTF_8);
            Held held = resources.get(resource);
            boolean older = held != null && held.number > number && world.mutant != Mutant.RECORD_WITHOUT_NUMBERS;
            if (older) {
                superseded.add(place);
            } else if (entry.owns() != Owns.CREATE || held == null) {
                resources.put(resource, new Held(number, content));
                world.proof.wrote(resource, number, content);
            }
            world.proof.offered(resource, number);
            place++;
        }
        world.note(world.baton.holder(), "record: message", number, "applied, superseded", superseded.size());
        return superseded;
    }
}
