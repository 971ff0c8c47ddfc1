package org.qantara.engine.envelope;

import org.qantara.engine.message.Received;

/** Reads the envelope of one format. Stateless and safe for use by several threads. */
public interface EnvelopeReader {
    /** Judges one message; hostile input gives {@link Judgement.Bad}. */
    Judgement read(Received received);

    /** The reader of a format; formats without one are judged by not being empty. */
    static EnvelopeReader of(String format) {
        return switch (format) {
            case "hl7v2" -> Hl7Envelope.READER;
            case "dicom+json" -> DicomEnvelope.READER;
            case "astm", "hprim" -> new RecordEnvelope(format);
            case "csv" -> RowEnvelope.READER;
            default -> PlainEnvelope.READER;
        };
    }
}
