package org.qantara.engine.ledger;

import java.time.OffsetDateTime;

/** What a person did to a message. */
public record ActionRow(String verb, String actor, String reason, OffsetDateTime actedAt) {}
