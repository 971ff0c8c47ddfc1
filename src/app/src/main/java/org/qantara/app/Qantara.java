package org.qantara.app;

import org.qantara.app.cli.RootCommand;

/** Entry point of {@code ./qantara}. */
public final class Qantara {
    private Qantara() {}

    public static void main(String[] arguments) {
        // logback.xml says everything; Boot would configure logging a second time in the middle of the start
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        System.exit(RootCommand.execute(arguments));
    }
}
