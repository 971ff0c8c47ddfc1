package org.qantara.connectors.dicom.part10;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A spool folder.
 *
 * @param directory created when it is missing; one process at a time
 * @param quotaBytes most bytes that stored objects may take together
 * @param freeBytesMin bytes that must stay free on the disk
 * @param changed what to do with other bytes under a known SOP Instance UID
 * @param retention how long an object that the archive has confirmed, or that was refused, is kept
 */
public record SpoolSettings(Path directory, long quotaBytes, long freeBytesMin, Changed changed, Duration retention) {
    /** The rule for an instance that comes again with other bytes. */
    public enum Changed {
        /** Stored as a further version and handed on; the earlier ones stay. */
        REPLACE,
        /** Answered with success, the first one stays and counts. */
        KEEP,
        /** Answered with 0111H (duplicate SOP instance). */
        REFUSE
    }

    public SpoolSettings {
        if (quotaBytes < 1 || freeBytesMin < 0) {
            throw new IllegalArgumentException("quotaBytes is " + quotaBytes + ", freeBytesMin " + freeBytesMin
                    + ", expected a quota above 0 and no negative minimum");
        }
    }

    public static SpoolSettings in(Path directory) {
        return new SpoolSettings(directory, 1L << 40, 256L << 20, Changed.REPLACE, Duration.ofDays(30));
    }
}
