/** What runs in one process: engine, DPP or both, and the order in which they start and stop. */
@NullMarked
package org.qantara.app.node;

import org.jspecify.annotations.NullMarked;
