package org.qantara.mapping.compile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.run.Address;
import org.qantara.mapping.schema.DeclaredSchema;
import org.qantara.mapping.schema.GroupType;
import org.qantara.mapping.schema.SourceSchema;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.Pos;
import org.qantara.mapping.syntax.Tree;

/** Finds groups and segments in message structures. */
final class Places {
    /** A record's address with the name of its segment. */
    record Found(Address address, String record) {}

    private final Findings findings;
    private final SourceSchema schema;

    Places(Findings findings, SourceSchema schema) {
        this.findings = findings;
        this.schema = schema;
    }

    private boolean declared(String record) {
        return schema instanceof DeclaredSchema own && own.declares(record);
    }

    /** Whether a record has no place in the structure: it is the folder's own, or newer than the structure. */
    private boolean placeless(String record, GroupType structure) {
        boolean newer = schema instanceof DeclaredSchema own && own.extended(record);
        return declared(record)
                || newer && direct(structure, record) < 0 && inside(structure, record, new ArrayList<>()) < 0;
    }

    /** Walks {@code A.B[]}; adds the groups to {@code around}. Null when a name is wrong, which is reported. */
    int @Nullable [] groups(Tree.Word path, List<GroupType> around) {
        List<Integer> way = new ArrayList<>();
        int at = 0;
        for (String step : path.text().split("\\.", -1)) {
            GroupType.Child child = child(step, path.pos().plus(at), around.get(around.size() - 1), false);
            if (child == null) {
                return null;
            }
            if (child.group() == null) {
                findings.error(path.pos().plus(at), "NOT-IN-STRUCTURE", step + " is a segment, not a group");
                return null;
            }
            way.add(around.get(around.size() - 1).indexOf(child.name()));
            around.add(child.group());
            at += step.length() + 1;
        }
        return way.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Walks {@code A.B[].SEG}; adds the groups to {@code around}. */
    @Nullable
    Found record(Tree.Word path, List<GroupType> around, boolean tuple) {
        int dot = path.text().lastIndexOf('.');
        int[] way = {};
        if (dot > 0) {
            int[] groups = groups(new Tree.Word(path.pos(), path.text().substring(0, dot)), around);
            if (groups == null) {
                return null;
            }
            way = groups;
        }
        String step = path.text().substring(dot + 1);
        String name = step.replace("[]", "");
        GroupType group = around.get(around.size() - 1);
        Pos pos = path.pos().plus(dot + 1);
        if (group.indexOf(name) < 0 && placeless(name, around.get(0))) {
            return new Found(new Address(0, way, -1, name), name);
        }
        GroupType.Child child = child(step, pos, group, tuple);
        if (child == null) {
            return null;
        }
        if (child.record() == null) {
            findings.error(pos, "NOT-IN-STRUCTURE", name + " is a group; write " + name + ".SEGMENT");
            return null;
        }
        return new Found(new Address(0, way, group.indexOf(name), ""), child.record());
    }

    private GroupType.@Nullable Child child(String step, Pos pos, GroupType group, boolean tuple) {
        boolean each = step.endsWith("[]");
        String name = each ? step.substring(0, step.length() - 2) : step;
        int index = group.indexOf(name);
        if (index < 0) {
            List<String> known =
                    group.children().stream().map(GroupType.Child::name).toList();
            findings.error(
                    pos,
                    "NOT-IN-STRUCTURE",
                    group.name() + " has no " + name + ", expected one of " + String.join(", ", known)
                            + Findings.suggestion(name, known));
            return null;
        }
        GroupType.Child child = group.children().get(index);
        if (child.repeats() && !each) {
            findings.error(pos, "REPEATS", name + " may repeat in " + group.name() + "; write " + name + "[]");
            return null;
        }
        if ((!child.repeats() || tuple) && each) {
            findings.error(
                    pos,
                    "NO-REPEAT",
                    tuple
                            ? "several sources together take segments that do not repeat"
                            : name + " occurs at most once in " + group.name() + "; write it without []");
            return null;
        }
        return child;
    }

    /** The nearest records of a name as seen from the innermost group: the groups around first, then what is inside. */
    @Nullable
    Address nearest(String record, List<GroupType> around) {
        for (int up = 0; up < around.size(); up++) {
            GroupType group = around.get(around.size() - 1 - up);
            int place = direct(group, record);
            if (place >= 0) {
                return new Address(up, new int[0], place, "");
            }
        }
        for (int up = 0; up < around.size(); up++) {
            List<Integer> way = new ArrayList<>();
            int place = inside(around.get(around.size() - 1 - up), record, way);
            if (place >= 0) {
                return new Address(up, way.stream().mapToInt(Integer::intValue).toArray(), place, "");
            }
        }
        return declared(record) ? new Address(0, new int[0], -1, record) : null;
    }

    private static int direct(GroupType group, String record) {
        for (int i = 0; i < group.children().size(); i++) {
            if (record.equals(group.children().get(i).record())) {
                return i;
            }
        }
        return -1;
    }

    private static int inside(GroupType group, String record, List<Integer> way) {
        for (int i = 0; i < group.children().size(); i++) {
            GroupType inner = group.children().get(i).group();
            if (inner == null) {
                continue;
            }
            way.add(i);
            int place = direct(inner, record);
            if (place < 0) {
                place = inside(inner, record, way);
            }
            if (place >= 0) {
                return place;
            }
            way.remove(way.size() - 1);
        }
        return -1;
    }
}
