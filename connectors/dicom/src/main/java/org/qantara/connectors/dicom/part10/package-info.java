/**
 * DICOM files (PS3.10) and the durable spool of received instances: fsync by group commit, atomic rename, quota,
 * retention. Knows files and data sets; knows nothing of the network.
 */
@NullMarked
package org.qantara.connectors.dicom.part10;

import org.jspecify.annotations.NullMarked;
