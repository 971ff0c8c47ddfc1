package org.qantara.engine.message;

/** Why something lies in a lane. */
public enum Kind {
    /** A message as it came in. */
    MESSAGE,
    /** Holds the place of a message that lies in another lane and names this lane's patient too. */
    TOKEN,
    /** A message that an operator sends again, with its own number. */
    REPLAY,
    /** Re-applies a patient's messages from this number on, as one. */
    FOLD,
    /** Says the next version of the imaging study that the message's instance belongs to. */
    STUDY
}
