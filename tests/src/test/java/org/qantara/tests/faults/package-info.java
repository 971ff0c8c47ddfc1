/** The fault suite in its short form, and the proof's own tests. */
@NullMarked
package org.qantara.tests.faults;

import org.jspecify.annotations.NullMarked;
