/**
 * {@code bench ingest}: how much of the engine's output the DPP stores per second on one machine, beside plain HAPI FHIR JPA in the same run.
 * The messages are made here, mapped by the maps that ship, and sent over HTTP; PostgreSQL is real, with fsync.
 */
@NullMarked
package org.qantara.tests.bench.ingest;

import org.jspecify.annotations.NullMarked;
