/** TLS for both sides from PEM files, taken into use again when they change, and a self-made authority for tests and pilots. */
@NullMarked
package org.qantara.connectors.mllp.tls;

import org.jspecify.annotations.NullMarked;
