package org.qantara.connectors.lab.astm.link;

import java.util.EnumMap;
import java.util.Map;

/**
 * How one kind of analyser speaks: what of LIS01-A2 it leaves out or does differently. Data, not code: read from a
 * properties file by {@link Profiles}. Immutable.
 *
 * @param name its name in routes, for people
 * @param frameNumber how frames are numbered (6.3.2)
 * @param checksum what the two characters after ETX or ETB are worth (6.3.3)
 * @param frameEnd what follows the checksum (6.3.1)
 * @param frameBytesMax the longest frame taken, STX to the last byte before the checksum
 * @param sendFraming how our own messages are cut into frames
 * @param sendTextBytesMax the most text in a frame that we send (E1381-95: 240)
 * @param attemptsMax how often one frame is sent before the message is given up (6.5.1.2: six)
 * @param bidsMax how often the line is asked for before a message is given up
 * @param timers in milliseconds, by the state that they limit (6.5.2); a state without one waits for ever
 */
public record Profile(
        String name,
        FrameNumber frameNumber,
        Checksum checksum,
        FrameEnd frameEnd,
        int frameBytesMax,
        SendFraming sendFraming,
        int sendTextBytesMax,
        int attemptsMax,
        int bidsMax,
        Map<LinkState, Integer> timers) {

    /** How frames are numbered. */
    public enum FrameNumber {
        /** 1 to 7, then 0, beginning with 1 in each session (6.3.2). */
        STANDARD,
        /** As the standard, but a session goes on counting where the last one stopped. */
        CONTINUED,
        /** A digit is there and means nothing. */
        ANY,
        /** There is no digit. */
        NONE
    }

    /** What the checksum is worth. */
    public enum Checksum {
        /** Sent and compared: a mismatch is answered NAK (6.5.1.1). */
        REQUIRED,
        /** Sent but not compared, for devices that compute it wrongly. */
        IGNORED,
        /** Not sent. */
        ABSENT
    }

    /** What ends a frame after the checksum. */
    public enum FrameEnd {
        CRLF,
        CR,
        NONE
    }

    /** How our messages are cut into frames. */
    public enum SendFraming {
        /** Each record begins a frame; only records that are too long are continued by ETB. */
        RECORD,
        /** The message is one text, continued by ETB wherever a frame is full. */
        MESSAGE
    }

    public Profile {
        timers = Map.copyOf(new EnumMap<>(timers));
    }

    /** The time limit of a state in milliseconds; 0 = none. */
    public int timerMs(LinkState state) {
        return timers.getOrDefault(state, 0);
    }
}
