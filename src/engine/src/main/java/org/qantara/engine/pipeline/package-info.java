/**
 * What happens to the message at the head of a lane: is it new, does it wait for another lane, what do the maps make of it, what
 * does the destination say, how is that written down.
 */
@NullMarked
package org.qantara.engine.pipeline;

import org.jspecify.annotations.NullMarked;
