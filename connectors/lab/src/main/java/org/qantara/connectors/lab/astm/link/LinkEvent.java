package org.qantara.connectors.lab.astm.link;

/**
 * What can happen to the data link. The {@code _LAST} events are decided by counters before the table is asked, so that
 * the table itself has no conditions.
 */
public enum LinkEvent {
    /** A message waits to be sent. */
    WISH,
    /** ENQ: the peer wants the line. */
    ENQ,
    /** ENQ while this side cannot receive (unfinished-bytes budget used up). */
    ENQ_BUSY,
    /** ACK: bid granted, or frame accepted and more frames follow. */
    ACK,
    /** ACK of the last frame of our message. */
    ACK_LAST,
    /** NAK: bid refused or frame not accepted; while sending also any character that is neither ACK nor EOT (6.5.1.2). */
    NAK,
    /** NAK of a frame that has been sent as often as the standard allows (6.5.1.2: six times). */
    NAK_LAST,
    /** EOT: the sender ends; or, while we send, the receiver accepts the frame and asks us to stop (6.3.5). */
    EOT,
    /** EOT in answer to the last frame of our message: accepted, nothing left to stop. */
    EOT_LAST,
    /** A new good frame; no message is complete yet. */
    FRAME,
    /** A new good frame that completes at least one message. */
    FRAME_LAST,
    /** The last accepted frame once more: its acknowledgement was lost (6.5.1.1). */
    FRAME_AGAIN,
    /** A frame with a wrong checksum, number or end, or over a limit (6.5.1.1). */
    FRAME_BAD,
    /** Any other byte outside a frame. */
    NOISE,
    /** Every message that the held frame completed is stored. */
    STORED,
    /** A message of the held frame was not stored. */
    NOT_STORED,
    /** The timer of the state ran out (6.5.2). */
    TIMER,
    /** The timer of the state ran out and the message may not be tried again. */
    TIMER_LAST,
    /** The connection is gone. */
    LOST
}
