package org.qantara.app.node;

/**
 * Something that a person should look at now. Holds no patient data: it leaves the house.
 *
 * @param kind {@code silence}, {@code destination-stopped}, {@code ledger-down}, {@code broker-down} or {@code certificate-ends}
 * @param subject which facility, destination or file
 * @param text one sentence for people
 */
public record Alarm(String kind, String subject, String text) {
    /** What makes two of them the same one. */
    String key() {
        return kind + " " + subject;
    }
}
