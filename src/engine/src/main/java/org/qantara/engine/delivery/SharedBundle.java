package org.qantara.engine.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Owns;

/**
 * What several messages say, as one transaction: each resource with its own message's {@code meta.source}.
 *
 * <p>A transaction holds each resource once (FHIR R4, 3.1.0.11.2). What two messages only mention ({@code owns create}: the same doctor, the same ward)
 * is sent with the first of them and answers for both; messages that write the same resource cannot share a transaction.
 *
 * @param placesByMessage for each message, in the order given, the places of its resources among {@code entries}
 */
record SharedBundle(List<MappedBundle.Entry> entries, List<List<Integer>> placesByMessage) {

    /** Above this a transaction gains nothing by being shared, and a failure repeats too much. */
    static final int ENTRIES_MAX = 200;

    /** Empty when the messages cannot share a transaction. */
    static Optional<SharedBundle> of(List<Outbound> messages) {
        List<MappedBundle.Entry> entries = new ArrayList<>();
        List<List<Integer>> placesByMessage = new ArrayList<>();
        Map<String, Integer> placeById = new HashMap<>();
        for (Outbound message : messages) {
            if (!Documents.of(bundle(message)).binaries().entries().isEmpty()) {
                return Optional.empty(); // a document goes before its message
            }
            List<Integer> places = new ArrayList<>();
            for (MappedBundle.Entry entry : bundle(message).entries()) {
                String id = entry.type() + "/" + entry.id();
                Integer place = placeById.get(id);
                if (place == null) {
                    place = entries.size();
                    placeById.put(id, place);
                    entries.add(with(entry, message.metaSource()));
                } else if (entry.owns() != Owns.CREATE || entries.get(place).owns() != Owns.CREATE) {
                    return Optional.empty();
                }
                places.add(place);
            }
            placesByMessage.add(List.copyOf(places));
        }
        return entries.size() > ENTRIES_MAX
                ? Optional.empty()
                : Optional.of(new SharedBundle(entries, placesByMessage));
    }

    byte[] json() {
        return new MappedBundle(entries).json();
    }

    private static MappedBundle bundle(Outbound message) {
        return Objects.requireNonNull(message.bundle(), "a FHIR destination takes Bundles");
    }

    private static MappedBundle.Entry with(MappedBundle.Entry entry, String metaSource) {
        return new MappedBundle.Entry(
                entry.type(), entry.id(), entry.owns(), entry.removed(), entry.fills(), entry.resource(metaSource));
    }
}
