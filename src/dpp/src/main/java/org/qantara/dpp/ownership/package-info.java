/**
 * Who may overwrite what: {@code owns} replace, create or merge, and the comparison of intake numbers, inside the transaction that writes.
 *
 * <p>The contract is in {@code src/docs/architecture.md}, sections 3 and 4; the rules are 5 and 6 of the design.
 */
@NullMarked
package org.qantara.dpp.ownership;

import org.jspecify.annotations.NullMarked;
