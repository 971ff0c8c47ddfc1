package org.qantara.engine.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.qantara.mapping.MappedBundle;

/**
 * What of one message is sent to a destination, and what is not. Begins when the decisions are made; {@link #answered} ends the sends,
 * {@link #close} ends it after the ledger has it. Used by one thread at a time.
 */
public final class SendPlan implements AutoCloseable {
    /** What is done with a resource. */
    public enum Decision {
        /** It goes to the destination. */
        SEND,
        /** The destination holds it as this message says it. */
        UNCHANGED,
        /** A newer message has said how it is. */
        OLDER
    }

    /** One resource of the message. */
    record Item(MappedBundle.Entry entry, SentResources.Known known, String digest, long begun, Decision decision) {
        String name() {
            return entry.type() + "/" + entry.id();
        }

        Item as(Decision other) {
            return new Item(entry, known, digest, begun, other);
        }
    }

    private final SentResources resources;
    private final String facility;
    private final List<Item> items;
    private boolean sending = true;
    private boolean closed;

    SendPlan(SentResources resources, String facility, List<Item> items) {
        this.resources = resources;
        this.facility = facility;
        this.items = new ArrayList<>(items);
    }

    /** Names of what would be sent, {@code Patient/<id>}: to be looked up for newer numbers. */
    public List<String> toSend() {
        return names(Decision.SEND);
    }

    /** Names of what is unchanged: their numbers advance with the message. */
    public List<String> unchanged() {
        return names(Decision.UNCHANGED);
    }

    /** How many resources a newer message has said. */
    public int older() {
        return names(Decision.OLDER).size();
    }

    private List<String> names(Decision decision) {
        return items.stream()
                .filter(item -> item.decision() == decision)
                .map(Item::name)
                .toList();
    }

    /** A newer message has repeated these: they are not sent. */
    public void leave(Set<String> names) {
        items.replaceAll(item -> {
            if (item.decision() != Decision.SEND || !names.contains(item.name())) {
                return item;
            }
            resources.ended(item, facility, false);
            return item.as(Decision.OLDER);
        });
    }

    /** What goes to the destination; empty when there is nothing left to say. */
    public MappedBundle bundle() {
        return new MappedBundle(items.stream()
                .filter(item -> item.decision() == Decision.SEND)
                .map(Item::entry)
                .toList());
    }

    /** The destination's answer: what it took is known from now on. */
    public void answered(Answer answer) {
        int at = 0;
        for (Item item : items) {
            if (item.decision() == Decision.SEND) {
                boolean held = answer instanceof Answer.Delivered delivered
                        && !delivered.lost().contains(at);
                resources.ended(item, facility, held);
                at++;
            }
        }
        sending = false;
    }

    /** The message is settled, or given back to its lane. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (Item item : items) {
            if (item.decision() == Decision.UNCHANGED) {
                resources.repeated(item);
            } else if (item.decision() == Decision.SEND && sending) {
                resources.ended(item, facility, false);
            }
        }
    }
}
