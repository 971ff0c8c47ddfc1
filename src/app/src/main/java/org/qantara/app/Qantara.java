package org.qantara.app;

import org.qantara.app.cli.RootCommand;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Entry point of {@code ./qantara}. */
public final class Qantara {
    private Qantara() {}

    public static void main(String[] arguments) {
        // logback.xml says everything; Boot would configure logging a second time in the middle of the start
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        SLF4JBridgeHandler.removeHandlersForRootLogger(); // Tomcat speaks java.util.logging
        SLF4JBridgeHandler.install();
        System.exit(RootCommand.execute(arguments));
    }
}
