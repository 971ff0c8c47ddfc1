package org.qantara.mapping.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.schema.GroupType;

/**
 * Fits the records of a document into a message structure, forgiving what real senders do.
 *
 * <p>A record goes to the next place that takes it: further on in its group, a new repetition of a group that starts with it, or
 * the same in the groups around. A misplaced one goes to its place in a group that is already open, to a group of its own before the
 * present place, or opens a group without its first segments. What has no place at all is kept as a stray of the group in which it stands. Immutable; one pass.
 */
public final class Structure {
    private final GroupType root;
    private final Map<GroupType, Set<String>> starters = new HashMap<>();
    private final Map<GroupType, Set<String>> contents = new HashMap<>();

    public Structure(GroupType root) {
        this.root = root;
        index(root);
    }

    public GroupType type() {
        return root;
    }

    private void index(GroupType group) {
        Set<String> starts = new HashSet<>();
        Set<String> contains = new HashSet<>();
        boolean starting = true;
        for (GroupType.Child child : group.children()) {
            GroupType inner = child.group();
            Set<String> own;
            Set<String> ownStarts;
            if (inner == null) {
                own = Set.of(String.valueOf(child.record()));
                ownStarts = own;
            } else {
                index(inner);
                own = contents.getOrDefault(inner, Set.of());
                ownStarts = starters.getOrDefault(inner, Set.of());
            }
            contains.addAll(own);
            if (starting) {
                starts.addAll(ownStarts);
                starting = child.optional();
            }
        }
        starters.put(group, starts);
        contents.put(group, contains);
    }

    /** The groups of a document; records before {@code from} and from {@code to} on are left out. */
    public Group fit(SourceDocument document, int from, int to) {
        Group message = new Group(root, null);
        Group current = message;
        for (int record = from; record < to; record++) {
            String name = document.name(record);
            Group found = name.isEmpty() ? null : place(current, name, record);
            if (found == null) {
                current.strays().add(record);
            } else {
                current = found;
            }
        }
        return message;
    }

    private @Nullable Group place(Group current, String name, int record) {
        for (Group g = current; g != null; g = g.parent()) {
            Group found = ahead(g, name, record, false);
            if (found != null) {
                return found;
            }
        }
        for (Group g = current; g != null; g = g.parent()) {
            for (int place = 0; place < g.type().children().size(); place++) {
                if (name.equals(g.type().children().get(place).record())) {
                    g.record(place, record);
                    return current;
                }
            }
        }
        for (Group g = current; g != null; g = g.parent()) {
            if (behind(g, name, record)) {
                return current;
            }
        }
        for (Group g = current; g != null; g = g.parent()) {
            Group found = ahead(g, name, record, true);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The group that took the record, when a place from the current one on does. */
    private @Nullable Group ahead(Group group, String name, int record, boolean anywhere) {
        List<GroupType.Child> children = group.type().children();
        for (int place = group.position; place < children.size(); place++) {
            GroupType.Child child = children.get(place);
            GroupType inner = child.group();
            if (inner == null) {
                if (name.equals(child.record())
                        && (child.repeats() || group.records(place).isEmpty())) {
                    group.record(place, record);
                    return group;
                }
            } else if (child.repeats() || group.groups(place).isEmpty()) {
                Set<String> taken = (anywhere ? contents : starters).getOrDefault(inner, Set.of());
                if (taken.contains(name)) {
                    return ahead(group.open(place), name, record, anywhere);
                }
            }
        }
        return null;
    }

    /** Whether a group that stands before the present place, and starts with such a record, took it: TQ1 behind RXO. */
    private boolean behind(Group group, String name, int record) {
        List<GroupType.Child> children = group.type().children();
        for (int place = 0; place < group.position; place++) {
            GroupType.Child child = children.get(place);
            GroupType inner = child.group();
            if (inner != null
                    && (child.repeats() || group.groups(place).isEmpty())
                    && starters.getOrDefault(inner, Set.of()).contains(name)) {
                return ahead(group.open(place), name, record, false) != null;
            }
        }
        return false;
    }

    /** Names of all records that have a place. */
    public Set<String> records() {
        return new HashSet<>(contents.getOrDefault(root, Set.of()));
    }

    /** Every record that has no place, with the groups that hold it in order. */
    public static List<Integer> strays(Group group) {
        List<Integer> all = new ArrayList<>(group.strays());
        for (int place = 0; place < group.type().children().size(); place++) {
            for (Group inner : group.groups(place)) {
                all.addAll(strays(inner));
            }
        }
        return all;
    }
}
