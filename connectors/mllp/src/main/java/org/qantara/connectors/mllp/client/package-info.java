/** The sending side: a connection that sends messages in order and matches each with its acknowledgement. Used by the producer, `send` and load generators. */
@NullMarked
package org.qantara.connectors.mllp.client;

import org.jspecify.annotations.NullMarked;
