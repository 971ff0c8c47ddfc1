package org.qantara.app.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.StudyLedger;
import org.qantara.engine.study.StudyDocument;

/**
 * What QIDO-RS answers (PS3.18 section 10.6) from the studies that the engine put together: study UID, patient ID and accession number by index,
 * the other attributes of a study by looking at each of the newest. What a rejection note took back is not there. Thread-safe.
 */
final class DicomWebIndex {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LOOKED_AT_MAX = 5_000;
    private static final String SERIES = "00081115";
    private static final String SOPS = "00081199";
    private static final String RETRIEVE_URL = "00081190";
    /** What may be asked of studies, by keyword; matched as text, with * and ?, dates also as ranges. */
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("StudyInstanceUID", "0020000D"),
            Map.entry("PatientID", "00100020"),
            Map.entry("AccessionNumber", "00080050"),
            Map.entry("PatientName", "00100010"),
            Map.entry("PatientBirthDate", "00100030"),
            Map.entry("StudyDate", "00080020"),
            Map.entry("StudyTime", "00080030"),
            Map.entry("StudyID", "00200010"),
            Map.entry("StudyDescription", "00081030"),
            Map.entry("ReferringPhysicianName", "00080090"),
            Map.entry("ModalitiesInStudy", "00080061"),
            Map.entry("SeriesInstanceUID", "0020000E"),
            Map.entry("Modality", "00080060"),
            Map.entry("SeriesNumber", "00200011"),
            Map.entry("SOPInstanceUID", "00080018"),
            Map.entry("SOPClassUID", "00080016"),
            Map.entry("InstanceNumber", "00200013"));

    private final StudyLedger studies;
    private final String base;

    /** @param base {@code https://host/dicomweb} */
    DicomWebIndex(StudyLedger studies, String base) {
        this.studies = studies;
        this.base = base;
    }

    /** What was asked: values by tag, and the page. */
    record Asked(Map<String, String> values, int offset, int limit, List<String> unknown) {}

    /** Everything. */
    static final Asked ALL = new Asked(Map.of(), 0, Integer.MAX_VALUE, List.of());

    /** Reads a query's parameters; keys are keywords or tags. */
    static Asked asked(Map<String, String> parameters) {
        var values = new java.util.TreeMap<String, String>();
        var unknown = new ArrayList<String>();
        int offset = 0;
        int limit = 100;
        for (var parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            String value = parameter.getValue();
            if (name.equals("offset")) offset = number(name, value, Integer.MAX_VALUE);
            else if (name.equals("limit")) limit = number(name, value, 1_000);
            else if (KEYS.containsKey(name)) values.put(KEYS.get(name), value);
            else if (KEYS.containsValue(name)) values.put(name, value);
            else if (!name.equals("includefield")) unknown.add(name);
        }
        return new Asked(values, offset, limit, unknown);
    }

    private static int number(String name, String value, int max) {
        if (value.matches("[0-9]{1,9}")) return Math.min(Integer.parseInt(value), max);
        throw new IllegalArgumentException(name + "=" + value + ": expected a number");
    }

    List<ObjectNode> studies(Asked asked) throws LedgerUnavailable {
        var wanted =
                new StudyLedger.Wanted(exact(asked, "0020000D"), exact(asked, "00100020"), exact(asked, "00080050"));
        var found = new ArrayList<ObjectNode>();
        int skip = asked.offset();
        for (StudyLedger.Found one : studies.search(wanted, LOOKED_AT_MAX)) {
            ObjectNode study = document(one.facility(), one.studyUid());
            if (study == null || !study.has(SERIES)) continue;
            study.remove(SERIES);
            if (!matches(study, asked)) continue;
            if (skip-- > 0) continue;
            found.add(study);
            if (found.size() == asked.limit()) break;
        }
        return found;
    }

    List<ObjectNode> series(String studyUid, Asked asked) throws LedgerUnavailable {
        var found = new ArrayList<ObjectNode>();
        for (ObjectNode study : documents(studyUid))
            for (JsonNode item : study.path(SERIES).path("Value")) {
                ObjectNode series = item.deepCopy();
                series.remove(SOPS);
                series.set("0020000D", study.get("0020000D"));
                put(series, RETRIEVE_URL, "UR", url(studyUid, text(series, "0020000E"), null));
                if (matches(series, asked)) found.add(series);
            }
        return page(found, asked);
    }

    /** @param seriesUid null = of all series */
    List<ObjectNode> instances(String studyUid, @Nullable String seriesUid, Asked asked) throws LedgerUnavailable {
        var found = new ArrayList<ObjectNode>();
        for (ObjectNode study : documents(studyUid))
            for (JsonNode series : study.path(SERIES).path("Value")) {
                String uid = text(series, "0020000E");
                if (seriesUid != null && !seriesUid.equals(uid)) continue;
                for (JsonNode item : series.path(SOPS).path("Value")) {
                    ObjectNode instance = item.deepCopy();
                    rename(instance, "00081150", "00080016");
                    rename(instance, "00081155", "00080018");
                    instance.set("00080060", series.get("00080060"));
                    instance.set("0020000D", study.get("0020000D"));
                    instance.set("0020000E", series.get("0020000E"));
                    put(instance, RETRIEVE_URL, "UR", url(studyUid, uid, text(instance, "00080018")));
                    if (matches(instance, asked)) found.add(instance);
                }
            }
        return page(found, asked);
    }

    /** SOP Instance UIDs of a study, of one of its series, or the one given, as far as they are there. */
    Set<String> instanceUids(String studyUid, @Nullable String seriesUid, @Nullable String instanceUid)
            throws LedgerUnavailable {
        var uids = new LinkedHashSet<String>();
        for (ObjectNode instance : instances(studyUid, seriesUid, ALL)) {
            String uid = text(instance, "00080018");
            if (uid != null && (instanceUid == null || instanceUid.equals(uid))) uids.add(uid);
        }
        return uids;
    }

    String url(String studyUid, @Nullable String seriesUid, @Nullable String instanceUid) {
        return base + "/studies/" + studyUid + (seriesUid == null ? "" : "/series/" + seriesUid)
                + (instanceUid == null ? "" : "/instances/" + instanceUid);
    }

    private List<ObjectNode> documents(String studyUid) throws LedgerUnavailable {
        var found = new ArrayList<ObjectNode>();
        for (StudyLedger.Found one : studies.search(new StudyLedger.Wanted(studyUid, null, null), 20)) {
            ObjectNode study = document(one.facility(), studyUid);
            if (study != null) found.add(study);
        }
        return found;
    }

    private @Nullable ObjectNode document(String facility, String studyUid) throws LedgerUnavailable {
        var rows = studies.find(facility, studyUid);
        if (rows.isEmpty()) return null;
        try {
            return (ObjectNode) JSON.readTree(
                    StudyDocument.write(rows.get().attributes(), rows.get().series(), base));
        } catch (IOException e) {
            throw new IllegalStateException("the engine writes JSON", e);
        }
    }

    /** A value that is no pattern, for the index. */
    private static @Nullable String exact(Asked asked, String tag) {
        String value = asked.values().get(tag);
        return value == null || value.isEmpty() || value.matches(".*[*?\\\\,].*") ? null : value;
    }

    private static boolean matches(JsonNode dataset, Asked asked) {
        for (var wanted : asked.values().entrySet()) {
            if (wanted.getValue().isEmpty()) continue;
            boolean any = false;
            for (JsonNode value : dataset.path(wanted.getKey()).path("Value")) {
                String text = value.isObject() ? value.path("Alphabetic").asText() : value.asText();
                any |= matches(text, wanted.getKey(), wanted.getValue());
            }
            if (!any) return false;
        }
        return true;
    }

    /** PS3.4 C.2.2.2: lists of UIDs, ranges of dates, wild cards. */
    private static boolean matches(String text, String tag, String wanted) {
        boolean date = tag.equals("00080020") || tag.equals("00100030");
        int dash = wanted.indexOf('-');
        if (date && dash >= 0) {
            String from = wanted.substring(0, dash);
            String to = wanted.substring(dash + 1);
            return (from.isEmpty() || text.compareTo(from) >= 0) && (to.isEmpty() || text.compareTo(to) <= 0);
        }
        for (String one : wanted.split("[,\\\\]")) {
            String pattern = Pattern.quote(one).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
            if (Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                    .matcher(text)
                    .matches()) return true;
        }
        return false;
    }

    private static List<ObjectNode> page(List<ObjectNode> all, Asked asked) {
        int from = Math.min(asked.offset(), all.size());
        return all.subList(from, (int) Math.min(all.size(), (long) from + asked.limit()));
    }

    private static @Nullable String text(JsonNode dataset, String tag) {
        JsonNode value = dataset.path(tag).path("Value").path(0);
        return value.isMissingNode() ? null : value.asText();
    }

    private static void rename(ObjectNode dataset, String from, String to) {
        JsonNode element = dataset.remove(from);
        if (element != null) dataset.set(to, element);
    }

    private static void put(ObjectNode dataset, String tag, String vr, String value) {
        dataset.putObject(tag).put("vr", vr).putArray("Value").add(value);
    }
}
