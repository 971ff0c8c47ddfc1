package org.qantara.tests.load;

/**
 * What a load consists of. Shares are in percent of all messages, each drawn by the seed.
 *
 * @param oruPercent laboratory reports; the rest is ADT
 * @param mergePercent of the ADT: A40
 * @param malformedPercent wrong on purpose: refused or quarantined
 * @param retransmitPercent sent once more, byte for byte, some messages later, as after a lost acknowledgement
 * @param swapPercent sent after the message that follows it, as by senders with two queues
 * @param patients different patients over all connections; one patient's messages always take the same connection
 * @param hotPatients the first of each connection's patients, who get {@code hotPercent} of its messages
 */
public record Traffic(
        int oruPercent,
        int mergePercent,
        int malformedPercent,
        int retransmitPercent,
        int swapPercent,
        int patients,
        int hotPatients,
        int hotPercent) {
    /** Nothing but admissions and changes of ten thousand patients. */
    public static final Traffic ADT = new Traffic(0, 0, 0, 0, 0, 10_000, 0, 0);

    /** Nothing but laboratory reports of ten thousand patients. */
    public static final Traffic ORU = new Traffic(100, 0, 0, 0, 0, 10_000, 0, 0);

    /** What hospitals really send: results, merges, mistakes, repetitions, and a few patients to whom everything happens. */
    public static final Traffic HOSPITAL = new Traffic(30, 1, 1, 2, 2, 2_000, 3, 20);

    /** Checks every share. */
    public Traffic {
        percent("oruPercent", oruPercent);
        percent("mergePercent", mergePercent);
        percent("malformedPercent", malformedPercent);
        percent("retransmitPercent", retransmitPercent);
        percent("swapPercent", swapPercent);
        percent("hotPercent", hotPercent);
        if (patients < 1) {
            throw new IllegalArgumentException("patients is " + patients + ", expected at least 1");
        }
        if (hotPercent > 0 && hotPatients < 1) {
            throw new IllegalArgumentException("hotPercent is " + hotPercent + " and there are no hotPatients");
        }
    }

    private static void percent(String name, int value) {
        if (value < 0 || value > 100) {
            throw new IllegalArgumentException(name + " is " + value + ", expected 0 to 100");
        }
    }
}
