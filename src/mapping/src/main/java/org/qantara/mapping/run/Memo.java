package org.qantara.mapping.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression that stands several times in one map: evaluated once per call of the map, so that its issues are reported once too.
 * Lineage says each time what was read for it. Changes only while maps are compiled.
 */
public final class Memo implements Text {
    /** How many repeated expressions a map has. */
    public static final class Slots {
        private int count;
    }

    /** What an expression gave, with what was read for it when lineage is on. */
    record Known(@Nullable String text, int at, List<Origin.Span> spans, List<Origin.TableRow> rows) {}

    private final Text text;
    private final Slots slots;
    private int slot = -1;

    /** An expression that was seen once. */
    public Memo(Text text, Slots slots) {
        this.text = text;
        this.slots = slots;
    }

    /** It was seen again: from here on it is worth remembering. */
    public void again() {
        if (slot < 0) {
            slot = slots.count++;
        }
    }

    @Override
    public @Nullable String text(Frame f) {
        if (slot < 0) {
            return text.text(f);
        }
        @Nullable Known[] memo = f.memo;
        if (memo == null) {
            memo = new @Nullable Known[slots.count];
            f.memo = memo;
        }
        Trace trace = f.run.trace();
        Known known = memo[slot];
        if (known == null) {
            int spans = trace == null ? 0 : trace.spansRead();
            int rows = trace == null ? 0 : trace.rowsUsed();
            String value = text.text(f);
            memo[slot] = new Known(
                    value,
                    f.run.lastRead(),
                    trace == null ? List.of() : trace.spansFrom(spans),
                    trace == null ? List.of() : trace.rowsFrom(rows));
            return value;
        }
        if (trace != null) {
            trace.again(known);
        }
        f.run.lastRead(known.at());
        return known.text();
    }
}
