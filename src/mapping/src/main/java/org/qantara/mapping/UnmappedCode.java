package org.qantara.mapping;

import org.jspecify.annotations.Nullable;

/**
 * A code of a message that a table should have translated and has no row for: an entry of the work list.
 *
 * @param table the table
 * @param system the code's system as the sender or the table names it, or null
 * @param code the code as sent
 * @param text what the sender wrote beside it, or null
 * @param path where such codes stand, without repetition numbers: {@code OBX-3}
 */
public record UnmappedCode(String table, @Nullable String system, String code, @Nullable String text, String path) {}
