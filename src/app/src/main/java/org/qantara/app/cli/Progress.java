package org.qantara.app.cli;

import java.io.PrintStream;

/** One line that is rewritten on a terminal, and printed once per change elsewhere. Not thread-safe. */
final class Progress implements AutoCloseable {
    private final PrintStream out;
    private final boolean terminal = System.console() != null;
    private String last = "";

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String text) {
        if (text.equals(last)) return;
        last = text;
        if (terminal) out.print("\r\033[K" + text);
        else out.println("qantara: " + text);
        out.flush();
    }

    void clear() {
        if (terminal && !last.isEmpty()) out.print("\r\033[K");
        last = "";
        out.flush();
    }

    @Override
    public void close() {
        clear();
    }
}
