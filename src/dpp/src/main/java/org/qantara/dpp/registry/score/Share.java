package org.qantara.dpp.registry.score;

/** A share of a count, rounded to five decimals as the score prints it; 0 of 0 is 0, so that nothing measured never looks good. */
final class Share {
    private Share() {}

    static double of(long part, long whole) {
        return whole == 0 ? 0 : Math.floor(100_000.0 * part / whole) / 100_000.0;
    }
}
