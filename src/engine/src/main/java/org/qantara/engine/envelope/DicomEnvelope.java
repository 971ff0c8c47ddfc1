package org.qantara.engine.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.Received;

/**
 * The envelope of a DICOM instance as DICOM JSON (PS3.18 F.2): SOP Instance UID must be there. Patient ID is the order key when the
 * route has no authority or Issuer of Patient ID is that authority or empty; else the study. Reads the top level only, streaming.
 */
final class DicomEnvelope implements EnvelopeReader {
    static final DicomEnvelope READER = new DicomEnvelope();

    private static final String SOP_INSTANCE_UID = "00080018";
    private static final String ACCESSION_NUMBER = "00080050";
    private static final String MODALITY = "00080060";
    private static final String PATIENT_ID = "00100020";
    private static final String ISSUER_OF_PATIENT_ID = "00100021";
    private static final String STUDY_INSTANCE_UID = "0020000D";
    private static final String PLACER_ORDER = "00402016";
    private static final Set<String> WANTED = Set.of(
            SOP_INSTANCE_UID,
            ACCESSION_NUMBER,
            MODALITY,
            PATIENT_ID,
            ISSUER_OF_PATIENT_ID,
            STUDY_INSTANCE_UID,
            PLACER_ORDER);
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public Judgement read(Received received) {
        // the body names its stored object, so the same instance sent again has other bytes: the connector says what is
        // the same
        String digest = received.contentDigest();
        String hash = digest == null ? ContentHash.of(received.body()) : ContentHash.of(digest.getBytes(US_ASCII));
        Map<String, String> values;
        try {
            values = values(received.body());
        } catch (IOException e) {
            return new Judgement.Bad(
                    Labels.none(hash), ErrorCode.MALFORMED, null, "the body is no DICOM JSON object (PS3.18 F.2)");
        }
        Labels labels = labels(values, received, hash);
        return labels.controlId() == null
                ? new Judgement.Bad(
                        labels, ErrorCode.MISSING_FIELD, "(0008,0018)", "SOP Instance UID is empty, it must be valued")
                : new Judgement.Good(labels);
    }

    private static Labels labels(Map<String, String> values, Received received, String hash) {
        String authority = received.route().option("authority");
        String issuer = values.get(ISSUER_OF_PATIENT_ID);
        boolean local = authority == null || issuer == null || issuer.equals(authority);
        String modality = values.get(MODALITY);
        return new Labels(
                Shown.cut(values.get(SOP_INSTANCE_UID)),
                Shown.cut("DICOM^" + (modality == null ? "OT" : modality)),
                null,
                null,
                null,
                null,
                local ? Shown.cut(values.get(PATIENT_ID)) : null,
                Shown.cut(values.get(STUDY_INSTANCE_UID)),
                Shown.cut(values.get(PLACER_ORDER)),
                Shown.cut(values.get(ACCESSION_NUMBER)),
                null,
                List.of(),
                hash);
    }

    private static Map<String, String> values(byte[] body) throws IOException {
        Map<String, String> found = new HashMap<>();
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String tag = parser.currentName();
                parser.nextToken();
                if (WANTED.contains(tag)) {
                    String value = firstValue(parser);
                    if (value != null) {
                        found.put(tag, value);
                    }
                } else {
                    parser.skipChildren();
                }
            }
            return found;
        }
    }

    /** {@code {"vr":"LO","Value":["..."]}}: the first value, null when there is none. */
    private static @Nullable String firstValue(JsonParser parser) throws IOException {
        String value = null;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return null;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isValue = parser.currentName().equals("Value");
            JsonToken token = parser.nextToken();
            if (isValue && token == JsonToken.START_ARRAY) {
                if (parser.nextToken() != JsonToken.END_ARRAY) {
                    value = parser.currentToken().isScalarValue() ? parser.getText() : null;
                    parser.skipChildren();
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        parser.skipChildren();
                    }
                }
            } else {
                parser.skipChildren();
            }
        }
        return value == null || value.isBlank() ? null : value;
    }
}
