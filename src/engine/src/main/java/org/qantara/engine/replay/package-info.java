/** What an operator does with messages: find, look at, send again, give up; and the proof that none is missing. */
@NullMarked
package org.qantara.engine.replay;

import org.jspecify.annotations.NullMarked;
