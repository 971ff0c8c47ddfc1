/**
 * The recording FHIR sink: a FHIR server in a process of its own that can be killed, holds the truth of a test in a synced log, and makes
 * the faults it is told. {@link org.qantara.tests.sink.Sink} is the test's side of it, {@link org.qantara.tests.sink.SinkLog} what it
 * took, {@link org.qantara.tests.sink.SinkProof} what follows from that. Knows nothing of the engine but the contract of a Bundle
 * ({@code src/docs/architecture.md} sections 3 and 4).
 */
@NullMarked
package org.qantara.tests.sink;

import org.jspecify.annotations.NullMarked;
