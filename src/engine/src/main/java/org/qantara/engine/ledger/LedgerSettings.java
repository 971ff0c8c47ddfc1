package org.qantara.engine.ledger;

import java.time.Duration;

/**
 * Where the ledger is and how long it remembers.
 *
 * @param url JDBC URL; an H2 URL must carry {@code ;WRITE_DELAY=0}, or a crash loses committed rows
 * @param duplicatesFor how long a retransmission is recognised
 * @param keepFor how long messages are kept
 */
public record LedgerSettings(String url, String user, String password, Duration duplicatesFor, Duration keepFor) {
    /** Refuses an H2 file that would lose rows. */
    public LedgerSettings {
        if (isH2File(url) && !url.contains("WRITE_DELAY=0")) {
            throw new IllegalArgumentException(
                    "the ledger's URL lacks ;WRITE_DELAY=0: H2 would lose committed rows in a crash, expected for example"
                            + " jdbc:h2:file:./data/ledger;WRITE_DELAY=0");
        }
    }

    /** Recognises duplicates for 30 days and keeps messages for ten years. */
    public static LedgerSettings of(String url, String user, String password) {
        return new LedgerSettings(url, user, password, Duration.ofDays(30), Duration.ofDays(3653));
    }

    /** Whether it is a file that H2 writes, by itself or for another process. */
    boolean isH2File() {
        return isH2File(url);
    }

    private static boolean isH2File(String url) {
        return url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:h2:mem:");
    }

    boolean isPostgres() {
        return url.startsWith("jdbc:postgresql:");
    }
}
