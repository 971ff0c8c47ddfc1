/** What crosses rooms: end-to-end, crash, interop with real peers, benchmarks, architecture rules. */
@NullMarked
package org.qantara.tests;

import org.jspecify.annotations.NullMarked;
