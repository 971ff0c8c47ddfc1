package org.qantara.mapping.source;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.schema.GroupType;

/** One occurrence of a message structure or group: which records of a document stand at which of its places. */
public final class Group {
    private static final List<Integer> NO_RECORDS = List.of();
    private static final List<Group> NO_GROUPS = List.of();
    private final GroupType type;
    private final @Nullable Group parent;
    private final @Nullable List<Integer>[] records;
    private final @Nullable List<Group>[] groups;
    private final List<Integer> strays = new ArrayList<>(0);
    int position;

    @SuppressWarnings({"unchecked", "rawtypes"})
    Group(GroupType type, @Nullable Group parent) {
        this.type = type;
        this.parent = parent;
        this.records = new List[type.children().size()];
        this.groups = new List[type.children().size()];
    }

    public GroupType type() {
        return type;
    }

    /** The group around this one, or null for the message. */
    public @Nullable Group parent() {
        return parent;
    }

    /** Records at a place, in order. */
    public List<Integer> records(int place) {
        List<Integer> found = records[place];
        return found == null ? NO_RECORDS : found;
    }

    /** Occurrences of the group at a place, in order. */
    public List<Group> groups(int place) {
        List<Group> found = groups[place];
        return found == null ? NO_GROUPS : found;
    }

    /** Records that have no place in the structure, attached to the group in which they stand. */
    public List<Integer> strays() {
        return strays;
    }

    void record(int place, int record) {
        List<Integer> list = records[place];
        if (list == null) {
            list = new ArrayList<>(2);
            records[place] = list;
        }
        list.add(record);
        position = Math.max(position, place);
    }

    Group open(int place) {
        GroupType inner = type.children().get(place).group();
        if (inner == null) {
            throw new IllegalArgumentException("no group at place " + place + " of " + type.name());
        }
        List<Group> list = groups[place];
        if (list == null) {
            list = new ArrayList<>();
            groups[place] = list;
        }
        Group opened = new Group(inner, this);
        list.add(opened);
        position = Math.max(position, place);
        return opened;
    }
}
