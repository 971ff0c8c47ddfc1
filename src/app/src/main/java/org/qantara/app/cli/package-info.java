/** The commands of ./qantara; each is a thin reader of another room's entry point. */
@NullMarked
package org.qantara.app.cli;

import org.jspecify.annotations.NullMarked;
