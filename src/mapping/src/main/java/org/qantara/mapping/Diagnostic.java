package org.qantara.mapping;

/**
 * One finding of the compiler.
 *
 * @param severity errors reject the maps, warnings do not
 * @param file path below the mappings folder
 * @param line line from 1
 * @param column column from 1
 * @param code symbolic code such as {@code UNKNOWN-FIELD}
 * @param message what is wrong, what was expected and, where one is near, a suggestion
 */
public record Diagnostic(Severity severity, String file, int line, int column, String code, String message) {

    /** Whether the maps can run. */
    public enum Severity {
        ERROR,
        WARNING
    }

    /** {@code file:line:col: error: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + (severity == Severity.ERROR ? "error" : "warning") + ": "
                + message;
    }
}
