/**
 * A visit's past: where the patient was and which states the visit went through, carried over from the stored Encounter when a message says only
 * what holds now. Knows FHIR's Encounter and nothing of HAPI or of messages; why it lives here is in ADR 48.
 */
@NullMarked
package org.qantara.dpp.visit;

import org.jspecify.annotations.NullMarked;
