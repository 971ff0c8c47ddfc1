/** Route files as data: reading, validating and reconciling routes/ with what runs. */
@NullMarked
package org.qantara.app.routes;

import org.jspecify.annotations.NullMarked;
