package org.qantara.engine.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.delivery.SendPlan.Decision;
import org.qantara.engine.delivery.SendPlan.Item;
import org.qantara.engine.message.StoredMessage;
import org.qantara.mapping.MappedBundle;

/**
 * What this process knows a destination to hold, by resource: the digest of what it wrote last there. What a message only repeats need not
 * be sent. A speed-up and nothing else: bounded, in memory, empty after a start, and forgotten for a resource as soon as anything is
 * uncertain: before each send, after a failed one, while two messages write the same resource, when the connection to the broker or the
 * destination was away, and after a time. Thread-safe.
 */
public final class SentResources {
    private static final int RESOURCES_MAX = 100_000;
    private static final int DIGEST_BYTES = 18;

    private final long resendAfterMs;
    private final LongSupplier clockMs;
    private final LongSupplier generation;
    private final Map<String, Known> known = new LinkedHashMap<>(1_024, 0.75f, true);

    /** One resource. */
    static final class Known {
        private @Nullable String digest;
        private String facility = "";
        private long sentAtMs;
        private long generation;
        /** Sends that are under way, and how often one began: what is known is true only when nobody else sent meanwhile. */
        private int sending;

        private long begun;
        /** Sends that met: which of them was applied last is not known, whichever began or ended last. */
        private boolean contested;
        /** Messages that repeated it and are not yet settled; the newest of them. */
        private int repeating;

        private long repeatedBy;
    }

    /**
     * @param resendAfterMs how long what was sent is trusted; 0 sends everything
     * @param generation of the connection to the broker: while it was away another node may have had the lanes
     */
    public SentResources(long resendAfterMs, LongSupplier clockMs, LongSupplier generation) {
        this.resendAfterMs = resendAfterMs;
        this.clockMs = clockMs;
        this.generation = generation;
    }

    /**
     * Decides for each resource of a message whether it is sent, and marks those that are. The plan must be closed.
     *
     * @param mayRepeat whether what is unchanged may be left out: not for replays, nor for a message that was sent before
     */
    public synchronized SendPlan plan(StoredMessage message, MappedBundle bundle, boolean mayRepeat) {
        List<Item> items = new ArrayList<>();
        for (MappedBundle.Entry entry : bundle.entries()) {
            String digest = digest(entry);
            Known one = known.computeIfAbsent(entry.type() + "/" + entry.id(), name -> new Known());
            Decision decision = Decision.SEND;
            if (one.repeating > 0 && one.facility.equals(message.facility()) && one.repeatedBy > message.intake()) {
                decision = Decision.OLDER;
            } else if (mayRepeat && isHeld(one, digest, message.facility())) {
                decision = Decision.UNCHANGED;
                one.repeating++;
                one.repeatedBy = Math.max(one.repeatedBy, message.intake());
            } else {
                one.contested |= one.sending > 0;
                one.sending++;
                one.begun++;
                one.digest = null;
            }
            items.add(new Item(entry, one, digest, one.begun, decision));
        }
        forgetEldest();
        return new SendPlan(this, message.facility(), items);
    }

    private boolean isHeld(Known one, String digest, String facility) {
        return one.sending == 0
                && digest.equals(one.digest)
                && one.facility.equals(facility)
                && one.generation == generation.getAsLong()
                && clockMs.getAsLong() - one.sentAtMs < resendAfterMs;
    }

    /** A send has ended; {@code held} when the destination holds the resource as it was sent. */
    synchronized void ended(Item item, String facility, boolean held) {
        Known one = item.known();
        one.sending--;
        boolean alone = !one.contested;
        one.contested &= one.sending > 0;
        if (held && alone && one.begun == item.begun()) {
            one.digest = item.digest();
            one.facility = facility;
            one.sentAtMs = clockMs.getAsLong();
            one.generation = generation.getAsLong();
        }
    }

    /** A message that repeated the resource is settled, or will be sent after all. */
    synchronized void repeated(Item item) {
        Known one = item.known();
        one.repeating--;
        if (one.repeating == 0) {
            one.repeatedBy = 0;
        }
    }

    /** The destination was away, and may have come back as another: nothing is known. */
    public synchronized void forgetAll() {
        known.values().removeIf(one -> one.sending == 0 && one.repeating == 0);
        known.values().forEach(one -> {
            one.digest = null;
            one.begun++;
        });
    }

    private void forgetEldest() {
        Iterator<Known> eldest = known.values().iterator();
        while (known.size() > RESOURCES_MAX && eldest.hasNext()) {
            Known one = eldest.next();
            if (one.sending == 0 && one.repeating == 0) {
                eldest.remove();
            }
        }
    }

    /** Over everything that decides what the destination makes of an entry. */
    private static String digest(MappedBundle.Entry entry) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(
                    (entry.owns().code() + entry.removed() + (entry.fills().isEmpty() ? "" : entry.fills()))
                            .getBytes(StandardCharsets.UTF_8));
            byte[] whole = digest.digest(entry.resource(null));
            return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(whole, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
