package org.qantara.engine.inbox;

/**
 * A durably reserved range of intake numbers.
 *
 * @param from first number
 * @param to last number
 * @param node which engine process reserved it
 * @param reservedAtMs milliseconds since 1970
 */
public record IntakeBlock(long from, long to, String node, long reservedAtMs) {}
