package org.qantara.engine.ledger;

/**
 * A number a message is found by: patient data.
 *
 * @param kind patient, other (a further patient), visit, placer, filler, sample
 */
public record MessageKey(String kind, String value) {}
