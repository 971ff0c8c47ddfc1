/** The sink's own tests: what is proved with it stands on it. */
@NullMarked
package org.qantara.tests.sink;

import org.jspecify.annotations.NullMarked;
