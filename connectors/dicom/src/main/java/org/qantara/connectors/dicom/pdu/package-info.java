/**
 * The DICOM upper layer's protocol data units (PS3.8 section 9.3) as records, and the codec between them and bytes.
 * Knows bytes and Netty buffers; knows nothing of states, services or datasets.
 */
@NullMarked
package org.qantara.connectors.dicom.pdu;

import org.jspecify.annotations.NullMarked;
