/**
 * The fault suite: real processes under a hospital's load are killed, cut off, filled and lied to at seeded moments, and afterwards what
 * senders were told is held against what the destination has. Nothing inside the engine is asked for the proof.
 *
 * <p>{@link org.qantara.tests.faults.FaultRun} is one run on a {@link org.qantara.tests.faults.Scene}; {@link
 * org.qantara.tests.faults.FaultKind} lists what can happen to it; {@link org.qantara.tests.faults.OutsideProof} counts what was lost,
 * doubled or out of order.
 */
@NullMarked
package org.qantara.tests.faults;

import org.jspecify.annotations.NullMarked;
