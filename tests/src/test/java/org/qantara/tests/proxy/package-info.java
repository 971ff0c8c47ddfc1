/** The proxy's own tests. */
@NullMarked
package org.qantara.tests.proxy;

import org.jspecify.annotations.NullMarked;
