package org.qantara.app.cli;

/** Ends a command with a sentence for people and an exit code; no stack trace is shown. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int exitCode;

    CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }
}
