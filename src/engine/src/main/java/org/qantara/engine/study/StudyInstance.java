package org.qantara.engine.study;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one stored instance says of its study.
 *
 * @param accession accession number (0008,0050)
 * @param study attributes of patient and study as a DICOM JSON object (PS3.18 F.2)
 * @param series attributes of the series
 * @param instance attributes of the instance; its class and UID as Referenced SOP Class and Instance UID
 * @param document whether it is an encapsulated document, which has an entry of its own in the record
 * @param rejects instances that it takes back; not empty only for rejection notes (PS3.16 CID 7011, IHE IOCM)
 */
public record StudyInstance(
        String studyUid,
        String seriesUid,
        String sopInstanceUid,
        @Nullable String accession,
        String study,
        String series,
        String instance,
        boolean document,
        List<Rejected> rejects) {
    /** The format of messages that hold instances. */
    public static final String FORMAT = "dicom+json";

    /** An instance that is taken back, and why: 113001, 113037, 113038 or 113039. */
    public record Rejected(String studyUid, String sopInstanceUid, String reason) {}

    /** Freezes the list. */
    public StudyInstance {
        rejects = List.copyOf(rejects);
    }

    /** Whether it is part of the study, and not a note about it. */
    public boolean listed() {
        return rejects.isEmpty();
    }
}
