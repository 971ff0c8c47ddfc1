/**
 * {@code ./qantara bench mapping}: CPU time per message from bytes to serialised JSON, beside the best-known Java converter in the
 * same run; what both carry, compared fact by fact; what the compiled maps weigh.
 */
@NullMarked
package org.qantara.tests.bench.mapping;

import org.jspecify.annotations.NullMarked;
