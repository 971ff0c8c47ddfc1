/** The measurements behind {@code ./qantara bench NAME}: one class each; the peer runs in the same run, settings are printed. */
@NullMarked
package org.qantara.tests.bench;

import org.jspecify.annotations.NullMarked;
