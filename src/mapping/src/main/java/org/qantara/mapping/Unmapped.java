package org.qantara.mapping;

/**
 * A valued leaf of a message that no rule read and no {@code ignore} named.
 *
 * @param path position without repetition numbers, the key for counting: {@code PV1-44}, {@code PID-3.9.1}
 * @param where position in this message: {@code OBX[3]-5[2].1}
 * @param start first byte of the leaf
 * @param end byte after its last one
 */
public record Unmapped(String path, String where, int start, int end) {}
