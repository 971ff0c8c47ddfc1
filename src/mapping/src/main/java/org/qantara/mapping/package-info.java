/** The mapping language: readers, compiler, checker, runner, lineage. A plain library: no Spring, Camel, JMS or SQL. */
@NullMarked
package org.qantara.mapping;

import org.jspecify.annotations.NullMarked;
