package org.qantara.mapping.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.schema.GroupType;
import org.qantara.mapping.schema.RecordSchema;

/**
 * The least message of a structure that holds a segment: mandatory segments, those that identify people, visits and orders, and
 * the way to the segment.
 *
 * @param message the message, its keys filled
 * @param target the segment in question
 */
record Skeleton(SampleMessage message, SampleMessage.Segment target) {
    /** Newest version whose structures are known; fields of older versions keep their numbers. */
    static final String VERSION = "2.8.1";

    private static final String OLDER = "2.5.1";
    private static final Map<String, String> EVENTS = Map.ofEntries(
            Map.entry("ADT_A01", "ADT^A01"),
            Map.entry("ADT_A02", "ADT^A02"),
            Map.entry("ADT_A05", "ADT^A05"),
            Map.entry("ADT_A06", "ADT^A06"),
            Map.entry("ADT_A09", "ADT^A09"),
            Map.entry("ADT_A11", "ADT^A11"),
            Map.entry("ADT_A17", "ADT^A17"),
            Map.entry("ADT_A60", "ADT^A60"),
            Map.entry("OMP_O09", "OMP^O09"),
            Map.entry("RAS_O17", "RAS^O17"),
            Map.entry("RDE_O11", "RDE^O11"),
            Map.entry("MDM_T02", "MDM^T02"),
            Map.entry("OML_O21", "OML^O21"),
            Map.entry("ORM_O01", "ORM^O01"),
            Map.entry("ORU_R01", "ORU^R01"),
            Map.entry("SIU_S12", "SIU^S12"),
            Map.entry("VXU_V04", "VXU^V04"));
    private static final Set<String> CHOICE = Set.of("OBR", "RQD", "RQ1", "RXO", "ODS", "ODT");
    private static final Set<String> COMPANIONS =
            Set.of("EVN", "PID", "PV1", "ORC", "OBR", "SCH", "TXA", "RXA", "RGS", "AIS", "RXO");
    private static final Map<String, Map<Integer, String>> KEYS = Map.ofEntries(
            Map.entry("EVN", Map.of(2, "20260102101500")),
            Map.entry("PID", Map.of(3, "77001^^^GEN^PI", 5, "Bennani^Salma", 33, "20260101")),
            Map.entry("PV1", Map.of(2, "I", 19, "V77^^^GEN^VN", 54, "EP77^^^GEN")),
            Map.entry(
                    "ORC",
                    Map.of(
                            1,
                            "NW",
                            2,
                            "P77^HIS",
                            3,
                            "F77^LIS",
                            12,
                            "D77^Tazi^Omar^^^^^^REG",
                            21,
                            "Clinique^^^^^REG^XX^^^O77")),
            Map.entry(
                    "OBR",
                    Map.of(
                            2,
                            "P77^HIS",
                            3,
                            "F77^LIS",
                            4,
                            "24323-8^Panel^LN",
                            7,
                            "20260102083000",
                            15,
                            "BLD&Blood&HL70487",
                            25,
                            "F")),
            Map.entry("OBX", Map.of(2, "ST", 3, "8302-2^Height^LN", 5, "text", 11, "F", 23, "Labo^^^^^REG^XX^^^O79")),
            Map.entry("SCH", Map.of(1, "AP77^HIS", 2, "AF77^HIS", 11, "^^^20260301090000^20260301093000")),
            Map.entry(
                    "TXA",
                    Map.of(
                            2,
                            "DS^Summary^HL70270",
                            8,
                            "20260102101500",
                            9,
                            "D77^Tazi^Omar^^^^^^REG",
                            12,
                            "DOC77^HIS",
                            21,
                            "corrected")),
            Map.entry("RXA", Map.of(3, "20260102", 5, "08^Hep B^CVX", 6, "1")),
            Map.entry("RXO", Map.of(1, "372687004^Amoxicillin^SCT", 2, "500", 5, "TAB^Tablet^L")),
            Map.entry("SPM", Map.of(2, "SP77&HIS^SF77&LIS", 4, "BLD^Blood^HL70487")),
            Map.entry("AL1", Map.of(3, "7980^Penicillin^RxNorm")),
            Map.entry("IAM", Map.of(3, "7980^Penicillin^RxNorm", 7, "AL77^HIS")),
            Map.entry("DG1", Map.of(3, "I10^Hypertension^I10", 6, "A")),
            Map.entry("PR1", Map.of(3, "80146002^Appendectomy^SCT", 5, "20260102110000")),
            Map.entry("IN1", Map.of(2, "PLAN77^Plan", 3, "CNSS77^^^CNSS", 4, "CNSS^^^^^^XX^^^C77")),
            Map.entry("IN3", Map.of(21, "case manager")),
            Map.entry("NK1", Map.of(2, "Bennani^Driss", 3, "FTH^Father^HL70063", 13, "Usine^^^^^REG^XX^^^O78")),
            Map.entry("MRG", Map.of(1, "77002^^^GEN^PI", 3, "ACC77^^^GEN")),
            Map.entry(
                    "PRT",
                    Map.of(
                            1,
                            "PRT77^HIS",
                            4,
                            "AT^Attending^HL70443",
                            5,
                            "D77^Tazi^Omar^^^^^^REG",
                            8,
                            "Clinique^^^^^REG^XX^^^O77",
                            15,
                            "^PRN^PH^^212^535^600001")),
            Map.entry("ROL", Map.of(1, "ROL77^HIS", 3, "PP^Primary^HL70443", 4, "D77^Tazi^Omar^^^^^^REG")),
            Map.entry("SFT", Map.of(1, "Maker", 2, "1.0", 3, "Software")),
            Map.entry("MSA", Map.of(1, "AA", 2, "MSG76")),
            Map.entry("AIS", Map.of(3, "CARD^Cardiology^L")));

    /** The structures of the guide. */
    static List<String> structures() {
        return EVENTS.keySet().stream().sorted().toList();
    }

    /**
     * Builds one.
     *
     * @param way names of groups and at the end the segment, as the guide writes them; groups that the structure lacks are passed
     *     over; a segment without a place in the structure goes behind the one before it in the way, else behind PID
     * @return null when there is no such structure
     */
    static @Nullable Skeleton of(String structure, List<String> way) {
        // A11 has a map of its own in the guide and the structure of A09 in the standard
        String standard = structure.equals("ADT_A11") ? "ADT_A09" : structure;
        GroupType root = structure(standard);
        String segment = way.get(way.size() - 1);
        List<String> path = root == null ? null : path(root, way, segment);
        if (root == null) {
            return null;
        }
        SampleMessage message = new SampleMessage();
        List<SampleMessage.Segment> target = new ArrayList<>();
        fill(root, path == null ? List.of() : path, 0, message, target);
        if (path == null) {
            SampleMessage.Segment before = message.near(way.size() > 1 ? way.get(way.size() - 2) : "PID", null);
            SampleMessage.Segment added = new SampleMessage.Segment(segment);
            added.fields.putAll(KEYS.getOrDefault(segment, Map.of()));
            int at = before == null ? message.segments.size() : message.segments.indexOf(before) + 1;
            message.segments.add(at, added);
            target.add(added);
        }
        SampleMessage.Segment header = message.segments.get(0);
        String[] header1 = {"", "", "^~\\&", "HIS", "HOSP", "DPP", "MA", "20260102101600"};
        for (int i = 2; i < header1.length; i++) {
            header.fields.put(i, header1[i]);
        }
        header.fields.put(9, EVENTS.getOrDefault(structure, "ADT^A01") + "^" + standard);
        header.fields.put(10, "MSG77");
        header.fields.put(11, "P");
        header.fields.put(12, VERSION);
        second(message);
        return target.isEmpty() ? null : new Skeleton(message, target.get(target.size() - 1));
    }

    private static @Nullable GroupType structure(String name) {
        for (String version : List.of(VERSION, OLDER)) {
            RecordSchema schema = RecordSchema.hl7v2(version);
            GroupType found = schema == null ? null : schema.structure(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Child names from the root to the segment: through the groups of the way where they exist, else wherever it is first. */
    private static @Nullable List<String> path(GroupType group, List<String> way, String segment) {
        for (String name : way) {
            int index = group.indexOf(name);
            GroupType inner = index < 0 ? null : group.children().get(index).group();
            if (inner != null) {
                List<String> rest = path(inner, way, segment);
                if (rest != null) {
                    rest.add(0, name);
                    return rest;
                }
            }
        }
        List<String> groups = way.subList(0, way.size() - (way.isEmpty() ? 0 : 1));
        for (GroupType.Child child : group.children()) {
            if (child.group() != null && groups.stream().anyMatch(name -> below(child.group(), name))) {
                List<String> rest = path(child.group(), way, segment);
                if (rest != null) {
                    rest.add(0, child.name());
                    return rest;
                }
            }
        }
        String before = way.size() > 1 ? way.get(way.size() - 2) : "";
        boolean behind = group.children().stream().noneMatch(c -> before.equals(c.record()));
        for (GroupType.Child child : group.children()) {
            behind |= before.equals(child.record());
            if (behind && (segment.equals(child.record()) || segment.equals(child.name()))) {
                return new ArrayList<>(List.of(child.name()));
            }
        }
        for (GroupType.Child child : group.children()) {
            List<String> rest = child.group() == null ? null : path(child.group(), List.of(), segment);
            if (rest != null) {
                rest.add(0, child.name());
                return rest;
            }
        }
        return null;
    }

    /** Whether a group of that name is in a group, at any depth. */
    private static boolean below(GroupType group, String name) {
        return group.children().stream()
                .anyMatch(c -> c.group() != null && (c.name().equals(name) || below(c.group(), name)));
    }

    private static void fill(
            GroupType group, List<String> path, int depth, SampleMessage message, List<SampleMessage.Segment> target) {
        for (GroupType.Child child : group.children()) {
            boolean onWay = depth < path.size() && child.name().equals(path.get(depth));
            if (child.record() != null) {
                boolean last = onWay && depth == path.size() - 1;
                if (last
                        || chosen(group, child, path, depth) && !child.optional()
                        || chosen(group, child, path, depth) && COMPANIONS.contains(child.record())) {
                    SampleMessage.Segment added = message.add(child.record());
                    added.fields.putAll(KEYS.getOrDefault(child.record(), Map.of()));
                    if (last) {
                        target.add(added);
                    }
                }
            } else if (child.group() != null && (onWay || !child.optional() || contains(child.group(), COMPANIONS))) {
                fill(child.group(), onWay ? path : List.of(), onWay ? depth + 1 : 0, message, target);
            }
        }
    }

    /** The second patient and visit of a swap have numbers of their own. */
    private static void second(SampleMessage message) {
        for (String name : List.of("PID", "PV1")) {
            List<SampleMessage.Segment> all =
                    message.segments.stream().filter(s -> s.name.equals(name)).toList();
            for (SampleMessage.Segment other : all.subList(Math.min(1, all.size()), all.size())) {
                other.fields.replaceAll((n, value) -> value.replace("77", "88"));
            }
        }
    }

    /** Whether a structure has a place for a segment; PRT is newer than many that take it. */
    static boolean holds(String structure, String segment) {
        GroupType root = structure(structure.equals("ADT_A11") ? "ADT_A09" : structure);
        return root != null && (segment.equals("PRT") || path(root, List.of(), segment) != null);
    }

    /** Of the details of an order only one stands there: the one on the way, else OBR. */
    private static boolean chosen(GroupType group, GroupType.Child child, List<String> path, int depth) {
        String last = path.isEmpty() ? "" : path.get(path.size() - 1);
        boolean here = depth == path.size() - 1 && CHOICE.contains(last);
        return !group.name().equals("ORDER_DETAIL")
                || group.indexOf("OBR") < 0
                || !CHOICE.contains(child.name())
                || child.name().equals(here ? last : "OBR");
    }

    private static boolean contains(GroupType group, Set<String> names) {
        return group.children().stream()
                .anyMatch(c -> c.record() != null
                        && names.contains(c.record())
                        && !c.record().equals("AIS"));
    }
}
