package org.qantara.engine.simulation;

/**
 * Ends what a simulated thread is doing, as SIGKILL would: neither a {@link RuntimeException} nor an {@link Error}, so no catch of the engine
 * holds it up. Thrown only by {@link #now()}.
 */
final class Halt extends Exception {
    private static final long serialVersionUID = 1L;
    private static final Halt HALT = new Halt();

    private Halt() {
        super("the simulated process is gone", null, false, false);
    }

    /** Never returns; the type is for the caller's {@code throw}. */
    static RuntimeException now() {
        throw Halt.<RuntimeException>unchecked();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T unchecked() throws T {
        throw (T) HALT;
    }
}
