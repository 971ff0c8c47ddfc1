package org.qantara.app.node;

import java.net.URI;
import org.qantara.app.settings.Database;
import org.qantara.app.settings.Settings;
import org.qantara.engine.EngineSettings;
import org.qantara.engine.broker.BrokerSettings;
import org.qantara.engine.ledger.LedgerSettings;

/** What the engine room needs, from what the environment says. */
final class EngineWiring {
    private EngineWiring() {}

    static EngineSettings settings(Settings settings, Destinations destinations) {
        URI broker = settings.brokerUrl();
        return EngineSettings.of(settings.dataFolder(), null, null, settings.dppUrl())
                .withBroker(BrokerSettings.embedded(settings.dataFolder().resolve("broker"))
                        .withUrl(broker == null ? null : broker.toString()))
                .withLedger(ledger(settings.ledgerDatabase()))
                .withMore(destinations.all());
    }

    private static LedgerSettings ledger(Database database) {
        String url = database.url();
        if (url.startsWith("jdbc:h2:file:")) {
            if (!url.contains("WRITE_DELAY")) url += ";WRITE_DELAY=0"; // else committed rows die with the process
            if (!url.contains("DB_CLOSE_ON_EXIT"))
                url += ";DB_CLOSE_ON_EXIT=FALSE"; // the engine closes it, in its order
        }
        return LedgerSettings.of(
                url,
                database.user() == null ? "sa" : database.user(),
                database.password() == null ? "" : database.password());
    }
}
