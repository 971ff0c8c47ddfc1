package org.qantara.dpp.registry.matching;

/** What one field says: its level and its evidence in bits, positive for the same person. */
public record FieldScore(Field field, Level level, double bits) {}
