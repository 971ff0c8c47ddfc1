/**
 * The durable ground of the promise: an Artemis broker in this JVM (or elsewhere, by URL), watched and reconnected, and the
 * names of what lives on it. Knows queues and sessions; knows nothing of HL7, FHIR or SQL.
 */
@NullMarked
package org.qantara.engine.broker;

import org.jspecify.annotations.NullMarked;
