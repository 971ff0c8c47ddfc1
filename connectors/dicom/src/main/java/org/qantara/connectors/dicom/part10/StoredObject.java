package org.qantara.connectors.dicom.part10;

import java.nio.file.Path;

/**
 * A durable object in the spool.
 *
 * @param id our own name of it: a keyed digest of the SOP Instance UID and a version, {@code 4f…-0}
 * @param path the Part 10 file
 */
public record StoredObject(String id, Path path, FileMeta meta) {
    /** 0 for the first bytes that came under this SOP Instance UID. */
    public int version() {
        return Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
    }

    /** What the spool noted of its receipt. */
    public Seal seal() {
        Seal seal = meta.seal();
        if (seal == null) {
            throw new IllegalStateException("spool object " + id + " has no seal: it was not written by a spool");
        }
        return seal;
    }
}
