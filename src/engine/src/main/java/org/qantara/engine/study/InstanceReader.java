package org.qantara.engine.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.message.Fault;

/** Reads what an instance, as DICOM JSON, says of its study. Hostile input gives {@link Reading.Unusable}. Stateless. */
public final class InstanceReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern UID = Pattern.compile("[0-9][0-9.]{0,63}");
    private static final int REJECTED_MAX = 50_000;
    private static final String KEY_OBJECT_SELECTION = "1.2.840.10008.5.1.4.1.1.88.59";
    private static final Set<String> REJECTIONS = Set.of("113001", "113037", "113038", "113039");
    /** Encapsulated PDF, CDA, STL, OBJ, MTL (PS3.4 B.5) have this beginning in common. */
    private static final String ENCAPSULATED = "1.2.840.10008.5.1.4.1.1.104.";

    private InstanceReader() {}

    /** What came of reading. */
    public sealed interface Reading {
        /** Part of a study. */
        record Usable(StudyInstance instance) implements Reading {}

        /** Nothing that could be told apart in a study. */
        record Unusable(Fault fault) implements Reading {}
    }

    /** Reads one data set. */
    public static Reading read(byte[] dicomJson) {
        JsonNode dataset;
        try {
            dataset = JSON.readTree(dicomJson);
        } catch (IOException e) {
            return new Reading.Unusable(Fault.of(ErrorCode.MAPPING_FAILED, null, "the body is no DICOM JSON"));
        }
        String study = Attributes.text(dataset, Attributes.STUDY_INSTANCE_UID);
        String series = Attributes.text(dataset, Attributes.SERIES_INSTANCE_UID);
        String sopInstance = Attributes.text(dataset, Attributes.SOP_INSTANCE_UID);
        if (study == null || !UID.matcher(study).matches()) {
            return unusable("(0020,000D)", "Study Instance UID");
        }
        if (series == null || !UID.matcher(series).matches()) {
            return unusable("(0020,000E)", "Series Instance UID");
        }
        if (sopInstance == null || !UID.matcher(sopInstance).matches()) {
            return unusable("(0008,0018)", "SOP Instance UID");
        }
        String sopClass = Attributes.text(dataset, Attributes.SOP_CLASS_UID);
        ObjectNode instance = Attributes.of(dataset, Attributes.INSTANCE);
        Attributes.put(instance, Attributes.REFERENCED_SOP_CLASS_UID, "UI", sopClass);
        Attributes.put(instance, Attributes.REFERENCED_SOP_INSTANCE_UID, "UI", sopInstance);
        return new Reading.Usable(new StudyInstance(
                study,
                series,
                sopInstance,
                cut(Attributes.text(dataset, Attributes.ACCESSION_NUMBER)),
                Attributes.of(dataset, Attributes.STUDY).toString(),
                Attributes.of(dataset, Attributes.SERIES).toString(),
                instance.toString(),
                sopClass != null && sopClass.startsWith(ENCAPSULATED),
                KEY_OBJECT_SELECTION.equals(sopClass) ? rejected(dataset) : List.of()));
    }

    private static Reading unusable(String tag, String name) {
        return new Reading.Unusable(
                Fault.of(
                        ErrorCode.MAPPING_FAILED,
                        tag,
                        name
                                + " is missing or no UID, so the instance belongs to no study; expected digits and dots, 64 at most"));
    }

    /** A rejection note names what it takes back in its evidence (PS3.3 C.17.6.2.1; IHE RAD TF-3 4.66.4.1.3). */
    private static List<StudyInstance.Rejected> rejected(JsonNode dataset) {
        JsonNode title = dataset.path(Attributes.CONCEPT_NAME).path("Value").path(0);
        String reason = Attributes.text(title, Attributes.CODE_VALUE);
        if (reason == null
                || !REJECTIONS.contains(reason)
                || !"DCM".equals(Attributes.text(title, Attributes.CODING_SCHEME))) {
            return List.of();
        }
        List<StudyInstance.Rejected> found = new ArrayList<>();
        for (JsonNode study : dataset.path(Attributes.EVIDENCE).path("Value")) {
            String studyUid = Attributes.text(study, Attributes.STUDY_INSTANCE_UID);
            for (JsonNode series : study.path(Attributes.REFERENCED_SERIES).path("Value")) {
                for (JsonNode one : series.path(Attributes.REFERENCED_SOPS).path("Value")) {
                    String uid = Attributes.text(one, Attributes.REFERENCED_SOP_INSTANCE_UID);
                    if (isUid(studyUid) && isUid(uid) && found.size() < REJECTED_MAX) {
                        found.add(new StudyInstance.Rejected(String.valueOf(studyUid), String.valueOf(uid), reason));
                    }
                }
            }
        }
        return found;
    }

    private static boolean isUid(@Nullable String text) {
        return text != null && UID.matcher(text).matches();
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= 200 ? text : text.substring(0, 200);
    }
}
