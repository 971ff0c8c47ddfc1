/**
 * The Camel component {@code lab-astm:}: connections to analysers over TCP (Netty), one {@code Link} each, and the
 * exchanges of their messages. Serial devices are reached through a terminal server. Touches Camel and Netty; the protocol
 * itself is in {@code link}.
 */
@NullMarked
package org.qantara.connectors.lab.astm;

import org.jspecify.annotations.NullMarked;
