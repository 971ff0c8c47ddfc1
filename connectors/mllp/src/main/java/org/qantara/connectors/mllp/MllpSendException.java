package org.qantara.connectors.mllp;

import org.apache.camel.CamelException;
import org.qantara.connectors.mllp.client.SendOutcome;

/** A message that its receiver did not accept, or not provably. {@link #outcome} tells the cases apart; no payload in the text. */
public class MllpSendException extends CamelException {
    private static final long serialVersionUID = 1L;
    private final transient SendOutcome outcome;

    MllpSendException(String receiver, SendOutcome outcome) {
        super(text(receiver, outcome));
        this.outcome = outcome;
    }

    public SendOutcome outcome() {
        return outcome;
    }

    private static String text(String receiver, SendOutcome outcome) {
        String what;
        if (outcome instanceof SendOutcome.Refused refused) {
            what = "refused the message: " + refused.acknowledgement();
        } else if (outcome instanceof SendOutcome.TimedOut timedOut) {
            what = "did not acknowledge within ackTimeoutMs=" + timedOut.ackTimeoutMs() + " (" + timedOut.foreignAcks()
                    + " answers named another message); it may have the message";
        } else if (outcome instanceof SendOutcome.Disconnected disconnected) {
            what = "ended the connection before it acknowledged; it may have the message: " + disconnected.reason();
        } else if (outcome instanceof SendOutcome.Unreachable unreachable) {
            what = "was not reached; it does not have the message: " + unreachable.reason();
        } else {
            what = outcome.toString();
        }
        return "receiver " + receiver + " " + what;
    }
}
