/** Which search parameters the record has: one list with a reason for each, and what a client hears about the others. */
@NullMarked
package org.qantara.dpp.search;

import org.jspecify.annotations.NullMarked;
