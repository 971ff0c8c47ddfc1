package org.qantara.tests.proxy;

/**
 * How the network behaves at this moment.
 *
 * @param delayMs how long each piece takes longer, in each direction
 * @param bytesPerSecond how much passes, per connection and direction; 0 for no limit
 * @param pieceBytes the largest piece that is handed on in one write; 0 for as it came
 * @param mute nothing is handed on in either direction and nothing is closed: the peer's cable is out
 * @param refusing new connections are closed at once
 */
public record Weather(long delayMs, long bytesPerSecond, int pieceBytes, boolean mute, boolean refusing) {
    /** Nothing in the way. */
    public static final Weather FINE = new Weather(0, 0, 0, false, false);

    /** Each piece takes so much longer. */
    public Weather withDelayMs(long value) {
        return new Weather(value, bytesPerSecond, pieceBytes, mute, refusing);
    }

    /** Only so much passes. */
    public Weather withBytesPerSecond(long value) {
        return new Weather(delayMs, value, pieceBytes, mute, refusing);
    }

    /** Everything comes in small pieces. */
    public Weather withPieceBytes(int value) {
        return new Weather(delayMs, bytesPerSecond, value, mute, refusing);
    }

    /** Half open: connections stand and nothing comes through. */
    public Weather withMute(boolean value) {
        return new Weather(delayMs, bytesPerSecond, pieceBytes, value, refusing);
    }

    /** Nobody can connect. */
    public Weather withRefusing(boolean value) {
        return new Weather(delayMs, bytesPerSecond, pieceBytes, mute, value);
    }
}
