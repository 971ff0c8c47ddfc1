package org.qantara.connectors.mllp;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.qantara.connectors.mllp.hl7.Batch;
import org.qantara.connectors.mllp.hl7.BatchAnswer;
import org.qantara.connectors.mllp.hl7.CharsetPolicy.Reading;
import org.qantara.connectors.mllp.server.Inbound;
import org.qantara.connectors.mllp.server.Reply;

/**
 * Takes a batch message by message through the route, in order, on the worker that received it, and answers with a batch of acknowledgements.
 *
 * <p>Once a message could not be stored the ones after it are not tried: a later message of a patient must not be stored before an earlier one.
 */
final class BatchReception {

    /** A message that was dealt with. */
    record Processed(Answers.Conversation conversation, Reply reply) {}

    /** What can be done with one message of a batch. */
    interface Messages {
        /** Takes it through the route; the route has ended when this returns. */
        Processed process(Inbound message);

        /** Tells its sender to send it again, without the route. */
        Processed postpone(Inbound message);
    }

    private final Messages messages;

    BatchReception(Messages messages) {
        this.messages = messages;
    }

    void receive(Inbound frame, Reading reading, Batch batch, Consumer<Reply> answer) {
        List<Answers.Conversation> conversations = new ArrayList<>();
        answer.accept(answer(frame, reading, batch, conversations));
        conversations.forEach(Answers.Conversation::answered);
    }

    private Reply answer(Inbound frame, Reading reading, Batch batch, List<Answers.Conversation> conversations) {
        BatchAnswer answers = new BatchAnswer(batch, reading.decision().charset(), OffsetDateTime.now());
        boolean storing = true;
        for (Batch.Group group : batch.groups()) {
            answers.beginGroup(group);
            for (byte[] message : group.messages()) {
                Inbound one = new Inbound(frame.connection(), message, null, frame.receivedAt());
                Processed processed = storing ? messages.process(one) : messages.postpone(one);
                conversations.add(processed.conversation());
                storing &= processed.conversation().stored();
                if (processed.reply() instanceof Reply.Close) {
                    return Reply.CLOSE;
                }
                if (processed.reply() instanceof Reply.Answer acknowledgement) {
                    answers.add(acknowledgement.body());
                }
            }
            answers.endGroup(group);
        }
        return new Reply.Answer(answers.end());
    }
}
