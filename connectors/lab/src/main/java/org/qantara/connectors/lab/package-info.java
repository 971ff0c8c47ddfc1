/**
 * Laboratory wires as Camel components: ASTM E1381/LIS01 data link over TCP, HPRIM Santé and delimited files by folder.
 * Hands over whole messages as bytes with the {@code Qantara*} headers of the architecture page; reads no result, knows
 * nothing of the engine or of FHIR.
 */
@NullMarked
package org.qantara.connectors.lab;

import org.jspecify.annotations.NullMarked;
