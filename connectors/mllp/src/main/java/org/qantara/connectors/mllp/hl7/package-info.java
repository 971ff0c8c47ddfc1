/**
 * What the connector has to read and write of HL7 v2: the MSH of what arrives, its character set (table 0211), the acknowledgement that answers
 * it, and batches. No message structures: those belong to whoever maps.
 */
@NullMarked
package org.qantara.connectors.mllp.hl7;

import org.jspecify.annotations.NullMarked;
