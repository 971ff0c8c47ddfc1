/** Inbox, pipeline, delivery, ledger, replay: what was acknowledged reaches the record, in order and once. */
@NullMarked
package org.qantara.engine;

import org.jspecify.annotations.NullMarked;
