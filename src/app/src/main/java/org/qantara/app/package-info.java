/** Wiring and command line: all-in-one, engine only, DPP only. */
@NullMarked
package org.qantara.app;

import org.jspecify.annotations.NullMarked;
