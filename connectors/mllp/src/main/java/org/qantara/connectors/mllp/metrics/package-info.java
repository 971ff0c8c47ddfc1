/** What the connector counts, without any metrics library: the application binds it to the one it uses. */
@NullMarked
package org.qantara.connectors.mllp.metrics;

import org.jspecify.annotations.NullMarked;
