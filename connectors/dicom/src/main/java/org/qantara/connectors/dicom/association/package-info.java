/**
 * The DICOM upper layer service (PS3.8 chapters 7 and 9): the state machine as a table, negotiation, timers, limits and
 * transport, for both roles. Knows PDUs; knows nothing of DIMSE commands or datasets.
 */
@NullMarked
package org.qantara.connectors.dicom.association;

import org.jspecify.annotations.NullMarked;
