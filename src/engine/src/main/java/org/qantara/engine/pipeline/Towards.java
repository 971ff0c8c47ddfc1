package org.qantara.engine.pipeline;

import java.util.function.LongSupplier;
import org.qantara.engine.Signals;
import org.qantara.engine.delivery.Breaker;
import org.qantara.engine.delivery.DeliverySettings;
import org.qantara.engine.delivery.Destination;
import org.qantara.engine.delivery.SentResources;
import org.qantara.engine.ledger.LaneLedger;
import org.qantara.engine.study.StudyPace;

/**
 * Everything that belongs to bringing messages to one destination; its live and its bulk lanes share it.
 *
 * @param primary whether the message's own state follows this destination
 * @param sent what the destination is known to hold
 * @param studies when imaging studies get their next version
 */
public record Towards(
        Destination destination,
        boolean primary,
        LaneLedger ledger,
        Mapper mapper,
        Breaker breaker,
        DeliverySettings settings,
        SentResources sent,
        StudyPace studies,
        Signals signals,
        LongSupplier clockMs) {
    /** Its name. */
    public String name() {
        return destination.name();
    }
}
