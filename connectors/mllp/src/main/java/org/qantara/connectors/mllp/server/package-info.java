/**
 * The listening side without HL7 and without Camel: sockets, limits, order within a connection, draining. Hands whole frames to a
 * {@link org.qantara.connectors.mllp.server.FrameReceiver} and writes what that answers.
 */
@NullMarked
package org.qantara.connectors.mllp.server;

import org.jspecify.annotations.NullMarked;
