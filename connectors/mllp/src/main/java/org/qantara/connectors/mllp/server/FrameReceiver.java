package org.qantara.connectors.mllp.server;

import java.util.function.Consumer;

/** Takes the frames of all connections. */
public interface FrameReceiver {

    /**
     * Takes one frame. Called on an event loop: must not block, and must answer once, on any thread; further answers are ignored. The next frame of
     * the same connection comes after the answer.
     */
    void received(Inbound frame, Consumer<Reply> answer);

    /**
     * The answer to a message on a connection over a limit, which is not kept. Called on an event loop: must not block.
     *
     * @param reason for the sender's log
     */
    Reply refuse(byte[] body, String reason);
}
