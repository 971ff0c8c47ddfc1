package org.qantara.engine.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A study as one DICOM data set in DICOM JSON, which the maps read like any other: its attributes, Modalities in Study, the counts, and a
 * Referenced Series Sequence (0008,1115) whose items are the series with a Referenced SOP Sequence (0008,1199) of the instances. An instance has
 * a SOP Class UID, a study has none: that is how maps tell them apart. The same rows give the same bytes.
 */
public final class StudyDocument {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INSTANCE_AVAILABILITY = "00080056";
    private static final String MODALITIES_IN_STUDY = "00080061";
    private static final String RETRIEVE_URL = "00081190";
    private static final String SERIES_IN_STUDY = "00201206";
    private static final String INSTANCES_IN_STUDY = "00201208";
    private static final String INSTANCES_IN_SERIES = "00201209";

    private StudyDocument() {}

    /** A series with what it holds, as they lie in the tables. */
    public record Series(String attributes, List<String> instances) {
        /** Freezes the list. */
        public Series {
            instances = List.copyOf(instances);
        }
    }

    /**
     * The study as a data set.
     *
     * @param attributes of the study, DICOM JSON
     * @param series those without instances are left out
     * @param dicomweb where its pixels can be had, {@code https://host/dicomweb}; null when nowhere
     */
    public static byte[] write(String attributes, List<Series> series, @Nullable String dicomweb) {
        ObjectNode study = (ObjectNode) read(attributes);
        List<ObjectNode> items = series.stream()
                .filter(one -> !one.instances().isEmpty())
                .map(StudyDocument::series)
                .sorted(Comparator.comparingInt((ObjectNode one) -> number(one, Attributes.SERIES_NUMBER))
                        .thenComparing(one -> String.valueOf(Attributes.text(one, Attributes.SERIES_INSTANCE_UID))))
                .toList();
        Set<String> modalities = new TreeSet<>();
        int instances = 0;
        for (ObjectNode item : items) {
            String modality = Attributes.text(item, Attributes.MODALITY);
            if (modality != null) {
                modalities.add(modality);
            }
            instances += number(item, INSTANCES_IN_SERIES);
        }
        Attributes.put(study, INSTANCE_AVAILABILITY, "CS", instances == 0 ? "UNAVAILABLE" : "ONLINE");
        if (!modalities.isEmpty()) {
            modalities.forEach(Attributes.element(study, MODALITIES_IN_STUDY, "CS")::add);
        }
        String uid = Attributes.text(study, Attributes.STUDY_INSTANCE_UID);
        Attributes.put(study, RETRIEVE_URL, "UR", dicomweb == null ? null : dicomweb + "/studies/" + uid);
        Attributes.put(study, SERIES_IN_STUDY, items.size());
        Attributes.put(study, INSTANCES_IN_STUDY, instances);
        if (!items.isEmpty()) {
            items.forEach(Attributes.element(study, Attributes.REFERENCED_SERIES, "SQ")::add);
        }
        return study.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A study of which only this instance is known. */
    public static byte[] write(StudyInstance only, @Nullable String dicomweb) {
        List<String> instances = only.listed() ? List.of(only.instance()) : List.of();
        return write(only.study(), List.of(new Series(only.series(), instances)), dicomweb);
    }

    private static ObjectNode series(Series of) {
        ObjectNode item = (ObjectNode) read(of.attributes());
        Attributes.put(item, INSTANCES_IN_SERIES, of.instances().size());
        ArrayNode list = Attributes.element(item, Attributes.REFERENCED_SOPS, "SQ");
        of.instances().stream()
                .map(StudyDocument::read)
                .sorted(Comparator.comparingInt((JsonNode one) -> number(one, Attributes.INSTANCE_NUMBER))
                        .thenComparing(
                                one -> String.valueOf(Attributes.text(one, Attributes.REFERENCED_SOP_INSTANCE_UID))))
                .forEach(list::add);
        return item;
    }

    private static int number(JsonNode dataset, String tag) {
        String text = Attributes.text(dataset, tag);
        try {
            return text == null ? Integer.MAX_VALUE : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE; // of no use for an order
        }
    }

    private static JsonNode read(String attributes) {
        try {
            return JSON.readTree(attributes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the tables hold what this program wrote", e);
        }
    }
}
