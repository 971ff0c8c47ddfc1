package org.qantara.app.cli;

/** Exit codes of every command: scripts rely on them. */
public final class ExitCode {
    /** Everything asked for was done. */
    public static final int OK = 0;
    /** At least one thing failed: a message was not mapped, a sample not delivered, a file has an error. */
    public static final int FAILED = 1;
    /** The command line or a setting makes no sense. */
    public static final int USAGE = 2;
    /** The server or peer could not be reached. */
    public static final int UNREACHABLE = 3;

    private ExitCode() {}
}
