package org.qantara.engine.lane;

import org.qantara.engine.message.StoredMessage;

/** Works on the message at the head of a lane. Called by one thread at a time per lane, by many for different lanes. */
public interface LaneHandler {
    /** Settles the message or says how long to wait. After a crash it is called again with the same message. */
    Step handle(StoredMessage message);
}
