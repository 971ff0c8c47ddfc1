/**
 * The ASTM E1381 / CLSI LIS01-A2 data link as a pure library: bytes to tokens, a state table, frames to messages and
 * back. Knows neither sockets nor Camel nor the clock; whoever drives it ({@code Link.Port}) supplies them, so that every
 * rule is tested without waiting. Paragraph numbers in comments are those of LIS01-A2, section 6.
 */
@NullMarked
package org.qantara.connectors.lab.astm.link;

import org.jspecify.annotations.NullMarked;
