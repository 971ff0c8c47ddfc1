package org.qantara.app;

import org.qantara.app.cli.RootCommand;

/** Entry point of {@code ./qantara}. */
public final class Qantara {
    private Qantara() {}

    public static void main(String[] arguments) {
        System.exit(RootCommand.execute(arguments));
    }
}
