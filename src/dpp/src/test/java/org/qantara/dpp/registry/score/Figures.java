package org.qantara.dpp.registry.score;

import java.lang.System.Logger.Level;

/** Prints measured figures on the test's log, so that a run shows what was asserted only as a bound. */
final class Figures {
    private Figures() {}

    static void print(String format, Object... figures) {
        System.getLogger(Figures.class.getName()).log(Level.INFO, () -> String.format(format, figures));
    }
}
