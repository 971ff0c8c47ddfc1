package org.qantara.connectors.mllp.server;

/** What the connection does with a frame that was dealt with. */
public sealed interface Reply {
    Reply SILENCE = new Silence();
    Reply CLOSE = new Close();

    /** Sends {@code body} in a frame of its own. */
    record Answer(byte[] body) implements Reply {}

    /** Says nothing and goes on. */
    record Silence() implements Reply {}

    /** Closes the connection without an answer; frames that wait behind this one are dropped unanswered. */
    record Close() implements Reply {}
}
