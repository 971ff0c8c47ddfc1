package org.qantara.mapping.run;

import org.qantara.mapping.source.Group;

/**
 * The way from a group to records.
 *
 * @param up how many groups further out
 * @param groups places of groups on the way down
 * @param record place of the record, or -1 for a stray
 * @param stray name of a record without a place
 */
public record Address(int up, int[] groups, int record, String stray) {
    /** The records with the group that holds each. */
    void each(Group from, Taker taker) {
        Group at = from;
        for (int i = 0; i < up && at.parent() != null; i++) {
            at = at.parent();
        }
        down(at, 0, taker);
    }

    private void down(Group at, int depth, Taker taker) {
        if (depth < groups.length) {
            for (Group inner : at.groups(groups[depth])) {
                down(inner, depth + 1, taker);
            }
            return;
        }
        for (int found : record >= 0 ? at.records(record) : at.strays()) {
            taker.take(at, found);
        }
    }

    /** Takes records. */
    interface Taker {
        void take(Group group, int record);
    }
}
