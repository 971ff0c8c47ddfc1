package org.qantara.engine.delivery;

import org.jspecify.annotations.Nullable;
import org.qantara.engine.message.StoredMessage;
import org.qantara.mapping.MappedBundle;

/**
 * One message on its way to a destination.
 *
 * @param bundle what the maps made of it; null for a destination that takes the bytes as received
 */
public record Outbound(StoredMessage message, @Nullable MappedBundle bundle) {
    /** {@code urn:qantara:message:<facility>:<intake>}, the trace from a resource to its message. */
    public String metaSource() {
        return metaSource(message.facility(), message.intake());
    }

    /** The trace of any message. */
    public static String metaSource(String facility, long intake) {
        return "urn:qantara:message:" + facility + ":" + intake;
    }
}
