package org.qantara.mapping.hl7v2;

/**
 * What one message may hold before it is refused.
 *
 * @param bytesMax bytes of the whole message
 * @param segmentsMax segments of the message
 * @param fieldsMax fields of one segment
 */
public record Hl7Limits(int bytesMax, int segmentsMax, int fieldsMax) {
    /** 128 MiB, 200,000 segments, 2,000 fields in a segment. */
    public static final Hl7Limits DEFAULT = new Hl7Limits(128 << 20, 200_000, 2_000);
}
