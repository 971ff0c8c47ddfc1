/**
 * Emulated laboratory equipment, for tests and demonstrations: analysers that speak ASTM E1381/E1394 over TCP in the dialects
 * of real ones, faults included. Written from the standard and the manuals, and importing nothing of {@code connectors/lab},
 * so that a mistake there is not repeated here.
 */
package org.qantara.emulate;
