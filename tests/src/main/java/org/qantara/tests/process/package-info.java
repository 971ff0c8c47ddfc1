/** What tests and benchmarks share: the stack inside this JVM, and real processes that can be killed. */
@NullMarked
package org.qantara.tests.process;

import org.jspecify.annotations.NullMarked;
