package org.qantara.mapping;

import java.nio.charset.Charset;
import java.time.OffsetDateTime;

/**
 * One message as it was received, with everything that mapping it may depend on.
 *
 * @param body the bytes without transport framing; not copied, not changed
 * @param charset charset of the body that the connector decided on
 * @param format {@code hl7v2}, {@code dicom+json}, {@code astm}, {@code hprim} or {@code csv}
 * @param facility the route's facility
 * @param receivedAt when the last byte arrived
 * @param known whose samples and orders the facility's numbers are
 */
@SuppressWarnings("ArrayRecordComponent") // a message body is compared by nobody and copying it would double memory
public record SourceMessage(
        byte[] body,
        Charset charset,
        String format,
        Facility facility,
        OffsetDateTime receivedAt,
        KnownPatients known) {

    /** A message whose patient only its own bytes name. */
    public SourceMessage(byte[] body, Charset charset, String format, Facility facility, OffsetDateTime receivedAt) {
        this(body, charset, format, facility, receivedAt, KnownPatients.NONE);
    }
}
