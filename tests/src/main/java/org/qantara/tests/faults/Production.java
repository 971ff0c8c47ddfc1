package org.qantara.tests.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Broker and ledger as processes of their own, as a real site runs them: an Artemis and a PostgreSQL, both forcing every commit to disk. */
final class Production implements AutoCloseable {
    private final OwnedPostgres database;
    private final OwnedBroker broker;

    private Production(OwnedPostgres database, OwnedBroker broker) {
        this.database = database;
        this.broker = broker;
    }

    static Production start(Path folder) throws IOException {
        OwnedPostgres database = new OwnedPostgres(folder.resolve("postgres"));
        OwnedBroker broker = new OwnedBroker(folder);
        broker.start();
        return new Production(database, broker);
    }

    Map<String, String> environment() {
        return Map.of(
                "QANTARA_LEDGER_DB_URL", database.url(),
                "QANTARA_LEDGER_DB_USER", "postgres",
                "QANTARA_BROKER_URL", broker.url());
    }

    OwnedPostgres database() {
        return database;
    }

    OwnedBroker broker() {
        return broker;
    }

    /** What both do before they say done. */
    String durability() {
        return "Artemis 2 in its own process, journal forced before each confirmation; PostgreSQL "
                + database.durability();
    }

    @Override
    public void close() throws Exception {
        try (broker) {
            database.close();
        }
    }
}
