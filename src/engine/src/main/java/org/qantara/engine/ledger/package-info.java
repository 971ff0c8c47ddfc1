/**
 * One row per message: what it is found by, its bytes, its state and its deliveries, in H2 or PostgreSQL. Written behind the
 * acknowledgement: while the database is away the lanes hold and nothing is refused.
 */
@NullMarked
package org.qantara.engine.ledger;

import org.jspecify.annotations.NullMarked;
