package org.qantara.connectors.dicom.part10;

import org.jspecify.annotations.Nullable;

/**
 * File Meta Information (PS3.10 section 7.1) as far as it matters here.
 *
 * @param seal what the spool noted at the end of receipt; null in files of other origin
 * @param datasetOffset where the data set begins in the file
 */
public record FileMeta(
        String sopClassUid, String sopInstanceUid, String transferSyntaxUid, @Nullable Seal seal, long datasetOffset) {}
