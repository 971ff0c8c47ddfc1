/**
 * Emulated laboratory equipment, for tests, demonstrations and trials of a new route: analysers that speak ASTM E1381/E1394 over TCP
 * in the dialects of real ones, faults included, and systems that leave HPRIM files. Written from the standard and the manuals, and
 * importing nothing of {@code connectors/lab}, so that a mistake there is not repeated here.
 */
@NullMarked
package org.qantara.emulate;

import org.jspecify.annotations.NullMarked;
