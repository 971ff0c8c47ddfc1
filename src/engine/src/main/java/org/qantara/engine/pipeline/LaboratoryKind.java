package org.qantara.engine.pipeline;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.message.Fault;
import org.qantara.mapping.Issue;

/** What is decided of laboratories' messages beside the maps: what is no patient's, and what nobody can be found for. */
final class LaboratoryKind {
    private static final Set<String> FORMATS = Set.of("astm", "hprim", "csv", "dicom+json");

    private LaboratoryKind() {}

    /** Why a message of this type does not go through the maps; null when it does. */
    static @Nullable Fault apart(@Nullable String messageType) {
        if (messageType == null || !messageType.startsWith("ASTM^")) {
            return null;
        }
        return switch (messageType) {
            case "ASTM^Q" ->
                Fault.of(ErrorCode.HOST_QUERY, "Q", "an analyser asked which tests are ordered for its samples");
            case "ASTM^QC" ->
                Fault.of(ErrorCode.QUALITY_CONTROL, null, "quality control or calibration, kept apart from patients");
            case "ASTM^T" ->
                Fault.of(ErrorCode.NO_ENTRY, "H-12", "training or debugging: it never enters the live record");
            case "ASTM^MIXED" ->
                Fault.of(
                        ErrorCode.MAPPING_REFUSED,
                        "O-3",
                        "a control sample (option \"controls\" of the route) stands in one message with a patient's sample;"
                                + " send them apart, or mark it by Q in O-12");
            default -> null;
        };
    }

    /** The fault of a laboratory's message whose patient is not known; null when it is something else. */
    static @Nullable Fault unmatched(String format, List<Issue> issues, boolean sharedNumber) {
        if (!FORMATS.contains(format)) {
            return null;
        }
        return issues.stream()
                .filter(issue -> issue.code().equals("KEY-MISSING-PATIENT"))
                .findFirst()
                .map(issue -> new Fault(
                        ErrorCode.UNMATCHED,
                        sharedNumber ? "SHARED-NUMBER" : "NO-ORDER",
                        issue.where(),
                        sharedNumber
                                ? "no number of the route's authority, and the orders give the sample or examination to several patients"
                                : "no number of the route's authority, and no order names the sample or examination"))
                .orElse(null);
    }
}
