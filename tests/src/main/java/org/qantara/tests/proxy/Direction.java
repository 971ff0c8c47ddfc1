package org.qantara.tests.proxy;

/** Which way bytes go. */
public enum Direction {
    /** From who connected to the target. */
    REQUEST,
    /** From the target to who connected. */
    ANSWER
}
