/** What the environment says, read once, typed and validated; start-up fails with the variable's name and an example. */
@NullMarked
package org.qantara.app.settings;

import org.jspecify.annotations.NullMarked;
