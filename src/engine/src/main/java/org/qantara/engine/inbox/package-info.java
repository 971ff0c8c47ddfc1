/**
 * Stores before it acknowledges: judges the envelope, takes a number, sends to the lanes and answers when the broker has
 * confirmed that the bytes are on disk. Waits for nothing else: neither the ledger nor a destination can make it refuse.
 */
@NullMarked
package org.qantara.engine.inbox;

import org.jspecify.annotations.NullMarked;
