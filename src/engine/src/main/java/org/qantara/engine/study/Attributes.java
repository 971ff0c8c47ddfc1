package org.qantara.engine.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes of an instance describe its study, its series and itself (PS3.3 C.7.1 to C.7.3, C.7.5, C.12.1), by tag. Everything
 * the maps say of a study comes from these. What is kept is bounded: whoever sends long values gets them cut.
 */
final class Attributes {
    static final String SOP_CLASS_UID = "00080016";
    static final String SOP_INSTANCE_UID = "00080018";
    static final String ACCESSION_NUMBER = "00080050";
    static final String MODALITY = "00080060";
    static final String CODE_VALUE = "00080100";
    static final String CODING_SCHEME = "00080102";
    static final String REFERENCED_SERIES = "00081115";
    static final String REFERENCED_SOP_CLASS_UID = "00081150";
    static final String REFERENCED_SOP_INSTANCE_UID = "00081155";
    static final String REFERENCED_SOPS = "00081199";
    static final String STUDY_INSTANCE_UID = "0020000D";
    static final String SERIES_INSTANCE_UID = "0020000E";
    static final String SERIES_NUMBER = "00200011";
    static final String INSTANCE_NUMBER = "00200013";
    static final String CONCEPT_NAME = "0040A043";
    static final String EVIDENCE = "0040A375";

    static final List<String> STUDY = List.of(
            "00080020 00080030 00080050 00080051 00080080 00080081 00080090 00080201 00081030 00081032 00081048 00081060 00081080",
            "00100010 00100020 00100021 00100022 00100024 00100030 00100032 00100040 00101000 00101002 0020000D 00200010",
            "00321032 00321060 00321064 00380010 00400275 00401001 00401002 0040100A 00402016 00402017");
    static final List<String> SERIES = List.of(
            "00080021 00080031 00080060 00080070 00081010 0008103E 00081040 00081050 00081070 00081090 00082218 00180015",
            "00181000 00181020 00181030 0020000E 00200011 00200060 00400244 00400245 00400254");
    static final List<String> INSTANCE = List.of("00080008 00200013 00200062 00280008 0040A043 00420010 00700080");

    private static final int CHARS_MAX = 1_000;
    private static final int VALUES_MAX = 20;
    private static final int DEPTH_MAX = 4;
    private static final int OBJECT_CHARS_MAX = 60_000;

    private Attributes() {}

    /** The attributes of the data set that are in the list, without offsets and binary values. */
    static ObjectNode of(JsonNode dataset, List<String> lines) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        int chars = 0;
        for (String line : lines) {
            for (String tag : line.split(" ")) {
                JsonNode element = dataset.get(tag);
                JsonNode kept = element == null ? null : element(element, 0);
                if (kept != null) {
                    chars += kept.toString().length() + tag.length();
                    if (chars <= OBJECT_CHARS_MAX) {
                        out.set(tag, kept);
                    }
                }
            }
        }
        return out;
    }

    private static @Nullable JsonNode element(JsonNode element, int depth) {
        JsonNode values = element.get("Value");
        if (values == null || !values.isArray() || values.isEmpty() || depth > DEPTH_MAX) {
            return null;
        }
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("vr", element.path("vr").asText());
        ArrayNode kept = out.putArray("Value");
        for (int i = 0; i < Math.min(values.size(), VALUES_MAX); i++) {
            kept.add(value(values.get(i), depth));
        }
        return out;
    }

    private static JsonNode value(JsonNode value, int depth) {
        if (value.isTextual()) {
            String text = value.asText();
            return text.length() <= CHARS_MAX ? value : JsonNodeFactory.instance.textNode(text.substring(0, CHARS_MAX));
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        Iterator<Map.Entry<String, JsonNode>> members = value.fields();
        while (members.hasNext()) {
            Map.Entry<String, JsonNode> member = members.next();
            JsonNode kept = member.getValue().isObject()
                    ? element(member.getValue(), depth + 1)
                    : value(member.getValue(), depth + 1); // a group of a person's name
            if (kept != null) {
                out.set(member.getKey(), kept);
            }
        }
        return out;
    }

    /** The first value as text, null when there is none. */
    static @Nullable String text(JsonNode dataset, String tag) {
        JsonNode value = dataset.path(tag).path("Value").path(0);
        String text = value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
        return text.isEmpty() ? null : text;
    }

    static void put(ObjectNode dataset, String tag, String vr, @Nullable String value) {
        if (value != null) {
            element(dataset, tag, vr).add(value);
        }
    }

    static void put(ObjectNode dataset, String tag, int value) {
        element(dataset, tag, "IS").add(value);
    }

    /** The values of a new element. */
    static ArrayNode element(ObjectNode dataset, String tag, String vr) {
        return dataset.putObject(tag).put("vr", vr).putArray("Value");
    }
}
