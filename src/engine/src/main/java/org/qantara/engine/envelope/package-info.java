/**
 * What is judged before the acknowledgement, and nothing more: can the header be read, are its mandatory fields valued, does the
 * route take such a message from such a sender. One reader per format. Patient data is read for order and search only, and never
 * appears in a verdict's text.
 */
@NullMarked
package org.qantara.engine.envelope;

import org.jspecify.annotations.NullMarked;
