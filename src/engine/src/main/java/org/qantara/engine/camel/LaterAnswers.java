package org.qantara.engine.camel;

import org.qantara.engine.Signals;

/**
 * Told of messages whose sender waits for a second answer, when they are settled (exchange header {@code QantaraReplyTo}; HL7
 * enhanced mode, MSH-16). {@link Signals#settled} gives the same number later. Called on the inbox's threads: must not block.
 */
public interface LaterAnswers {
    /** Nobody is told. */
    LaterAnswers NONE = new LaterAnswers() {
        @Override
        public void awaited(long intake, String replyTo) {}

        @Override
        public void notAwaited(long intake) {}
    };

    /** The message got this number and is about to be stored; it cannot be settled before. */
    void awaited(long intake, String replyTo);

    /** The message with this number was not accepted after all: it will not be settled. */
    void notAwaited(long intake);
}
