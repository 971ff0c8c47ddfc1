package org.qantara.engine.study;

/** A study of a facility at a destination. */
public record StudyKey(String destination, String facility, String studyUid) {}
