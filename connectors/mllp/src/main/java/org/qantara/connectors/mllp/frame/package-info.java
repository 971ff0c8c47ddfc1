/**
 * MLLP framing as a pure state machine, and the memory that unfinished frames may take. Knows Netty's buffers; no sockets, no threads, no HL7
 * beyond the three letters that open a message.
 */
@NullMarked
package org.qantara.connectors.mllp.frame;

import org.jspecify.annotations.NullMarked;
