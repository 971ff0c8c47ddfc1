package org.qantara.mapping.syntax;

/**
 * A place in a file of maps.
 *
 * @param file path below the mappings folder
 * @param line from 1
 * @param column from 1
 */
public record Pos(String file, int line, int column) {
    /** The place {@code columns} further right. */
    public Pos plus(int columns) {
        return new Pos(file, line, column + columns);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
