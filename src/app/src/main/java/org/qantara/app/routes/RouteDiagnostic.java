package org.qantara.app.routes;

import java.nio.file.Path;

/** One mistake in a route file: {@code file:line:col: error: what, expected what}. Lines and columns count from 1. */
public record RouteDiagnostic(Path file, int line, int column, String message) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": error: " + message;
    }
}
