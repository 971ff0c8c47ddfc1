package org.qantara.engine.inbox;

import org.apache.activemq.artemis.api.core.client.ClientMessage;

/** A block of numbers as a broker message. */
public final class BlockWire {
    private BlockWire() {}

    static ClientMessage write(ClientMessage out, IntakeBlock block) {
        out.putStringProperty("node", block.node());
        return out.putLongProperty("from", block.from())
                .putLongProperty("to", block.to())
                .putLongProperty("at", block.reservedAtMs());
    }

    /** The block that a record on its way to the ledger stands for. */
    public static IntakeBlock read(ClientMessage in) {
        return new IntakeBlock(
                in.getLongProperty("from"),
                in.getLongProperty("to"),
                in.getStringProperty("node"),
                in.getLongProperty("at"));
    }
}
