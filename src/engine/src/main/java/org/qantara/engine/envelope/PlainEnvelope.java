package org.qantara.engine.envelope;

import org.qantara.engine.ErrorCode;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.Received;

/** For formats without a reader of their own: whole and not empty is enough; order is kept per connection. */
final class PlainEnvelope implements EnvelopeReader {
    static final PlainEnvelope READER = new PlainEnvelope();

    @Override
    public Judgement read(Received received) {
        Labels labels = Labels.none(ContentHash.of(received.body()));
        return received.body().length == 0
                ? new Judgement.Bad(labels, ErrorCode.MALFORMED, null, "the body is empty, a message was expected")
                : new Judgement.Good(labels);
    }
}
