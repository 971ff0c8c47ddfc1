package org.qantara.connectors.dicom.dimse;

import org.qantara.connectors.dicom.dataset.Dataset;
import org.qantara.connectors.dicom.part10.StoredObject;

/**
 * A durable instance on its way to the inbox.
 *
 * @param object the Part 10 file; what is known of the sender is in its seal
 * @param dataset without pixels, offsets in the file
 */
public record StoredInstance(StoredObject object, Dataset dataset) {}
