package org.qantara.connectors.lab.astm.link;

/** What a transition does. Entering a state always restarts that state's timer; that is no action of its own. */
public enum LinkAction {
    SEND_ENQ,
    SEND_ACK,
    SEND_NAK,
    SEND_EOT,
    /** A new receiving session: frame numbers begin again. */
    OPEN,
    /** The frame's text becomes part of the message; what it completed is cut off. */
    KEEP,
    /** Hand the completed messages over; {@code STORED} or {@code NOT_STORED} follows. */
    STORE,
    /** The frame was not accepted: as if it had not come; its repetition joins a hand-over that is still under way. */
    TAKE_BACK,
    /** The receiving session ended: what is unfinished becomes a transport fault. */
    CLOSE,
    /** The receiving session ended while its message was being stored: nothing is unfinished, the sender repeats. */
    DROP,
    /** Send the first frame of the first waiting message. */
    FIRST_FRAME,
    /** Send the next frame. */
    NEXT_FRAME,
    /** Send the same frame once more. */
    SAME_FRAME,
    /** The message was sent and accepted. */
    SENT,
    /** The message is given up: it becomes a transport fault. */
    ABANDON
}
