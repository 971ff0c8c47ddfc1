/** A TCP proxy that fails as networks do: cut, half open, slow, narrow, in pieces. Knows nothing of what it carries. */
@NullMarked
package org.qantara.tests.proxy;

import org.jspecify.annotations.NullMarked;
