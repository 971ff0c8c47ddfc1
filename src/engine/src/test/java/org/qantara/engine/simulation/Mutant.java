package org.qantara.engine.simulation;

/** A deliberate mistake, to see that the simulation finds it. */
enum Mutant {
    /** No mistake. */
    NONE,
    /** The broker forgets a message when it hands it out, before it is settled. */
    ACKNOWLEDGED_BEFORE_SETTLED,
    /** What a crash leaves unacknowledged comes again after a delay, when others have gone past it. */
    REDELIVERED_WITH_DELAY,
    /** A message that has to be tried again goes to the end of its lane. */
    RETRY_SKIPS,
    /** A replay comes under a new number. */
    REPLAY_IGNORES_SUPERSESSION,
    /** The lanes of a message of several patients are said to have arrived before they have. */
    BARRIER_OPENS_EARLY,
    /** A lane goes past its token without waiting for the message. */
    TOKEN_DOES_NOT_WAIT,
    /** A retransmission is taken for new. */
    DUPLICATES_NOT_SEEN,
    /** A skip does not advance the number of what it repeats. */
    SKIP_DOES_NOT_ADVANCE,
    /** A wake-up that was lost is never made up for. */
    NO_SWEEP,
    /** The destination writes whatever comes, older or not. */
    RECORD_WITHOUT_NUMBERS,
    /** A message that always fails is tried for ever. */
    POISON_HOLDS_ITS_LANE,
    /** A message of an initial load does not wait for live ones whose rows are not written yet (as the engine once did). */
    BULK_OVERTAKES_LIVE,
    /** A lane is noted before a message that has ended meanwhile, and stays noted for ever (as the engine once did). */
    BARRIER_NOTED_AFTER_THE_END
}
