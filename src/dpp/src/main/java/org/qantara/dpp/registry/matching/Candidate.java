package org.qantara.dpp.registry.matching;

/** A stored record that may be the same person, and the person (golden record) it belongs to. */
public record Candidate(Prepared record, String goldenId) {}
