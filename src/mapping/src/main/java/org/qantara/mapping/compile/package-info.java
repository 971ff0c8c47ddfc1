/**
 * From the syntax tree to plans: layers are merged, both sides typed, maps linked by their types, tables checked against value
 * sets, inline tests run. Everything that can be known before a message comes is found here, with file, line and column.
 */
@NullMarked
package org.qantara.mapping.compile;

import org.jspecify.annotations.NullMarked;
