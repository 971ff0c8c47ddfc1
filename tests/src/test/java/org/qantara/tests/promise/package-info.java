/** The promise proved from outside: what was acknowledged reaches the record, in order and once, whatever was down meanwhile. */
@NullMarked
package org.qantara.tests.promise;

import org.jspecify.annotations.NullMarked;
