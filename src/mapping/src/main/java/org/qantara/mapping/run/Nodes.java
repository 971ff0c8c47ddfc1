package org.qantara.mapping.run;

import org.jspecify.annotations.Nullable;
import org.qantara.mapping.source.SourceDocument;

/** A compiled expression that yields positions of the source. */
public abstract class Nodes {
    private static final long NONE = SourceDocument.NONE;

    /** Takes positions. */
    interface Taker {
        /** Returns whether more are wanted. */
        boolean take(long node);
    }

    /** The first position, or NONE. */
    abstract long first(Frame frame);

    /** All positions in order, until the taker has enough. */
    void all(Frame frame, Taker taker) {
        long node = first(frame);
        if (node != NONE) {
            taker.take(node);
        }
    }

    /** Whether one of them is valued. */
    boolean anyValued(Frame frame) {
        boolean[] found = {false};
        all(frame, node -> {
            found[0] = frame.document.valued(node);
            return !found[0];
        });
        return found[0];
    }

    private static long down(SourceDocument document, long node, int[] steps) {
        long at = node;
        for (int step : steps) {
            at = document.part(at, step);
        }
        return at;
    }

    /** Every position that the steps lead to; several only where the parts of a document repeat. */
    private static boolean each(SourceDocument document, long node, int[] steps, int from, Taker taker) {
        if (!document.partsRepeat()) {
            long part = down(document, node, steps);
            return part == NONE || taker.take(part);
        }
        for (long r = document.firstRepetition(node); r != NONE; r = document.nextRepetition(node, r)) {
            boolean on = from == steps.length
                    ? taker.take(r)
                    : each(document, document.part(r, steps[from]), steps, from + 1, taker);
            if (!on) {
                return false;
            }
        }
        return true;
    }

    /** A field of a source record or of a record in a variable. */
    public static Nodes field(int source, int variable, int field, int repetition, int[] steps) {
        return new Nodes() {
            @Override
            long first(Frame f) {
                int record = variable >= 0 ? f.record(variable) : (int) f.sources[source];
                return record < 0 ? NONE : select(f, f.document.field(record, field));
            }

            private long select(Frame f, long whole) {
                long node = f.document.firstRepetition(whole);
                for (int i = 1; i < repetition && node != NONE; i++) {
                    node = f.document.nextRepetition(whole, node);
                }
                return down(f.document, node, steps);
            }

            @Override
            void all(Frame f, Taker taker) {
                if (variable < 0) {
                    repetitions(f, (int) f.sources[source], taker);
                } else if (f.variables[variable] instanceof int[] records) {
                    for (int record : records) {
                        if (!repetitions(f, record, taker)) {
                            return;
                        }
                    }
                }
            }

            @Override
            boolean anyValued(Frame f) {
                if (variable < 0) {
                    return valued(f, (int) f.sources[source]);
                }
                if (f.variables[variable] instanceof int[] records) {
                    for (int record : records) {
                        if (valued(f, record)) {
                            return true;
                        }
                    }
                }
                return false;
            }

            private boolean valued(Frame f, int record) {
                if (record < 0) {
                    return false;
                }
                long whole = f.document.field(record, field);
                if (whole == NONE || repetition > 0) {
                    return whole != NONE && f.document.valued(select(f, whole));
                }
                for (long r = f.document.firstRepetition(whole); r != NONE; r = f.document.nextRepetition(whole, r)) {
                    if (f.document.valued(down(f.document, r, steps))) {
                        return true;
                    }
                }
                return false;
            }

            private boolean repetitions(Frame f, int record, Taker taker) {
                if (record < 0) {
                    return true;
                }
                long whole = f.document.field(record, field);
                if (repetition > 0) {
                    long node = select(f, whole);
                    return node == NONE || taker.take(node);
                }
                for (long r = f.document.firstRepetition(whole); r != NONE; r = f.document.nextRepetition(whole, r)) {
                    if (!each(f.document, r, steps, 0, taker)) {
                        return false;
                    }
                }
                return true;
            }
        };
    }

    /** No position at all. */
    public static Nodes none() {
        return new Nodes() {
            @Override
            long first(Frame f) {
                return NONE;
            }
        };
    }

    /** Parts of a data type map's own source. */
    public static Nodes part(int source, int[] steps) {
        return new Nodes() {
            @Override
            long first(Frame f) {
                return down(f.document, f.sources[source], steps);
            }

            @Override
            void all(Frame f, Taker taker) {
                each(f.document, f.sources[source], steps, 0, taker);
            }
        };
    }

    /** Parts of the repetition that a where looks at. */
    public static Nodes element(int[] steps) {
        return new Nodes() {
            @Override
            long first(Frame f) {
                return down(f.document, f.element, steps);
            }
        };
    }

    /** Parts of the repetition that a group of rules is at. */
    public static Nodes current(int[] steps) {
        return new Nodes() {
            @Override
            long first(Frame f) {
                return down(f.document, f.current, steps);
            }
        };
    }

    /** Parts of what another expression yields. */
    public static Nodes select(Nodes base, int[] steps) {
        return new Nodes() {
            @Override
            long first(Frame f) {
                return down(f.document, base.first(f), steps);
            }

            @Override
            void all(Frame f, Taker taker) {
                base.all(f, node -> each(f.document, node, steps, 0, taker));
            }
        };
    }

    /** Those that fulfil a condition. */
    public static Nodes where(Nodes base, Test condition) {
        return new Nodes() {
            @Override
            long first(Frame f) {
                long[] found = {NONE};
                all(f, node -> {
                    found[0] = node;
                    return false;
                });
                return found[0];
            }

            @Override
            void all(Frame f, Taker taker) {
                long outer = f.element;
                base.all(f, node -> {
                    f.element = node;
                    boolean holds = condition.holds(f);
                    f.element = outer;
                    return !holds || taker.take(node);
                });
            }
        };
    }

    /** The first valued one. */
    public static Nodes firstOf(Nodes base) {
        return new Nodes() {
            @Override
            long first(Frame f) {
                long[] found = {NONE};
                base.all(f, node -> {
                    if (f.document.valued(node)) {
                        found[0] = node;
                    }
                    return found[0] == NONE;
                });
                return found[0];
            }
        };
    }

    /** The last valued one. */
    public static Nodes lastOf(Nodes base) {
        return new Nodes() {
            @Override
            long first(Frame f) {
                long[] found = {NONE};
                base.all(f, node -> {
                    if (f.document.valued(node)) {
                        found[0] = node;
                    }
                    return true;
                });
                return found[0];
            }
        };
    }

    /** The valued one when there is exactly one. */
    public static Nodes onlyOf(Nodes base) {
        return new Nodes() {
            @Override
            long first(Frame f) {
                long[] found = {NONE};
                int[] count = {0};
                base.all(f, node -> {
                    if (f.document.valued(node)) {
                        found[0] = node;
                        count[0]++;
                    }
                    return count[0] < 2;
                });
                return count[0] == 1 ? found[0] : NONE;
            }
        };
    }

    /** The first of several that is valued. */
    public static Nodes coalesce(Nodes[] items) {
        return new Nodes() {
            @Override
            long first(Frame f) {
                for (Nodes item : items) {
                    long node = item.first(f);
                    if (f.document.valued(node)) {
                        return node;
                    }
                }
                return NONE;
            }

            @Override
            void all(Frame f, Taker taker) {
                for (Nodes item : items) {
                    boolean[] any = {false};
                    item.all(f, node -> {
                        boolean valued = f.document.valued(node);
                        any[0] |= valued;
                        return !valued || taker.take(node);
                    });
                    if (any[0]) {
                        return;
                    }
                }
            }
        };
    }

    /** Number of valued positions. */
    int count(Frame f) {
        int[] count = {0};
        all(f, node -> {
            count[0] += f.document.valued(node) ? 1 : 0;
            return true;
        });
        return count[0];
    }

    /** The records that a variable names, for record-typed links; null when it names none. */
    static int @Nullable [] records(Frame f, int variable) {
        return f.variables[variable] instanceof int[] records ? records : null;
    }
}
