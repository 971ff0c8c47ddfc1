/**
 * The engine's one door for Camel routes: {@code to: inbox:<facility>}. Reads the exchange headers that connectors set, answers on
 * the same exchange; see {@code src/docs/architecture.md} sections 1 and 2.
 */
@NullMarked
package org.qantara.engine.camel;

import org.jspecify.annotations.NullMarked;
