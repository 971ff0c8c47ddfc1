package org.qantara.engine;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.broker.BrokerSettings;
import org.qantara.engine.delivery.DeliverySettings;
import org.qantara.engine.delivery.Destination;
import org.qantara.engine.inbox.InboxLimits;
import org.qantara.engine.ledger.LedgerSettings;
import org.qantara.engine.study.StudyPace;

/**
 * Everything the engine is told at start.
 *
 * @param node name of this process, unique among nodes that share a broker
 * @param dppTransactions where FHIR transactions for the DPP are posted, {@code http://127.0.0.1:8080/fhir}
 * @param dppTimeoutMs longest wait for the DPP's answer
 * @param studies when imaging studies get their next version
 * @param more destinations beside the DPP
 */
public record EngineSettings(
        String node,
        BrokerSettings broker,
        LedgerSettings ledger,
        InboxLimits inbox,
        DeliverySettings delivery,
        URI dppTransactions,
        long dppTimeoutMs,
        List<Destination> more,
        StudyPace.Times studies) {
    /** Name of the primary destination. */
    public static final String DPP = "dpp";

    /** Checks the names of the destinations. */
    public EngineSettings {
        more = List.copyOf(more);
        for (Destination destination : more) {
            if (!destination.name().matches("[a-z0-9-]{1,32}")
                    || destination.name().equals(DPP)) {
                throw new IllegalArgumentException("destination name \"" + destination.name()
                        + "\" is not usable, expected 1 to 32 small letters, digits or dashes, and not dpp");
            }
        }
    }

    /**
     * Everything in one folder: the embedded broker and an H2 ledger.
     *
     * @param brokerUrl a broker elsewhere; null embeds one
     * @param ledgerUrl JDBC URL; null puts an H2 file into the folder
     */
    public static EngineSettings of(
            Path dataFolder, @Nullable String brokerUrl, @Nullable String ledgerUrl, URI dppTransactions) {
        Path folder = dataFolder.toAbsolutePath();
        String url = ledgerUrl == null ? "jdbc:h2:file:" + folder.resolve("ledger") + ";WRITE_DELAY=0" : ledgerUrl;
        return new EngineSettings(
                "engine",
                BrokerSettings.embedded(folder.resolve("broker")).withUrl(brokerUrl),
                LedgerSettings.of(url, "sa", ""),
                InboxLimits.DEFAULT,
                DeliverySettings.DEFAULT,
                dppTransactions,
                60_000,
                List.of(),
                StudyPace.Times.DEFAULT);
    }

    /** With other delivery times. */
    public EngineSettings withDelivery(DeliverySettings other) {
        return new EngineSettings(node, broker, ledger, inbox, other, dppTransactions, dppTimeoutMs, more, studies);
    }

    /** With other limits of the inbox. */
    public EngineSettings withInbox(InboxLimits other) {
        return new EngineSettings(node, broker, ledger, other, delivery, dppTransactions, dppTimeoutMs, more, studies);
    }

    /** With another ledger. */
    public EngineSettings withLedger(LedgerSettings other) {
        return new EngineSettings(node, broker, other, inbox, delivery, dppTransactions, dppTimeoutMs, more, studies);
    }

    /** With another broker. */
    public EngineSettings withBroker(BrokerSettings other) {
        return new EngineSettings(node, other, ledger, inbox, delivery, dppTransactions, dppTimeoutMs, more, studies);
    }

    /** With further destinations beside the DPP. */
    public EngineSettings withMore(List<Destination> others) {
        return new EngineSettings(
                node, broker, ledger, inbox, delivery, dppTransactions, dppTimeoutMs, others, studies);
    }

    /** With other waits between the versions of an imaging study. */
    public EngineSettings withStudies(StudyPace.Times others) {
        return new EngineSettings(node, broker, ledger, inbox, delivery, dppTransactions, dppTimeoutMs, more, others);
    }
}
