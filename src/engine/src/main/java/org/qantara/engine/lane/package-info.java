/**
 * Lanes: strict order inside one, parallel across all. A lane keeps its head unacknowledged until it is settled, and when it has
 * to wait it parks: no thread, no session of another lane, only a timer. Knows queues; knows nothing of what is done to a message.
 */
@NullMarked
package org.qantara.engine.lane;

import org.jspecify.annotations.NullMarked;
