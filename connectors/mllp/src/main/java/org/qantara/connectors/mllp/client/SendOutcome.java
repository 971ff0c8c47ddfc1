package org.qantara.connectors.mllp.client;

import org.qantara.connectors.mllp.hl7.Acknowledgement;

/** What became of a message that was sent. */
public sealed interface SendOutcome {

    /** AA or CA: the receiver has it. */
    record Accepted(Acknowledgement acknowledgement) implements SendOutcome {}

    /** AE, AR, CE or CR. AR and CE often mean: send it again later. */
    record Refused(Acknowledgement acknowledgement) implements SendOutcome {}

    /**
     * No answer in time: the receiver may have it or not. The connection was closed, so that a late answer meets no other message.
     *
     * @param foreignAcks answers that arrived meanwhile and named another message
     */
    record TimedOut(long ackTimeoutMs, int foreignAcks) implements SendOutcome {}

    /** The connection ended between sending and answer: the receiver may have it or not. */
    record Disconnected(String reason) implements SendOutcome {}

    /** No connection, or it was closed before: the receiver does not have it. */
    record Unreachable(String reason) implements SendOutcome {}
}
