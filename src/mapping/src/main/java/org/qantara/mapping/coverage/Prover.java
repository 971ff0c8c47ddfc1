package org.qantara.mapping.coverage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Explanation;
import org.qantara.mapping.Lineage;
import org.qantara.mapping.Mappings;

/** Proves rows by running the compiled maps on messages generated from them. Not safe for several threads. */
final class Prover {
    private static final int RUNS_PER_ROW_MAX = 2000;
    private final Mappings maps;
    private final Guide guide;
    private final Notes notes;
    private final Set<String> named;
    private final Contexts contexts;
    private final Map<String, List<GuideRow>> tables = new HashMap<>();
    private final Map<String, Spot> spots = new HashMap<>();
    private int runs;
    private String tried = "";

    /** Where the rows of a table were proved before. */
    private record Spot(GuideRow user, Context context) {}

    /** What became of a row; {@code missing} is null when it passed. */
    record Verdict(GuideRow row, boolean implemented, @Nullable String missing, String message) {}

    Prover(Mappings maps, Guide guide, Notes notes) {
        this.maps = maps;
        this.guide = guide;
        this.notes = notes;
        this.named = maps.guideRows();
        this.contexts = new Contexts(guide, named);
        for (GuideRow row : guide.reachable().getOrDefault(GuideRow.Kind.TABLES, List.of())) {
            tables.computeIfAbsent(key(row.map()), k -> new ArrayList<>()).add(row);
        }
    }

    private static String key(String map) {
        return map.replaceAll("[/ ]", "").toLowerCase(Locale.ROOT);
    }

    Verdict prove(GuideRow written) {
        GuideRow row = notes.corrected(written);
        String gap = notes.gap(row);
        if (!named.contains(row.id())) {
            return new Verdict(row, false, gap == null ? "no rule names it" : gap, "");
        }
        runs = 0;
        tried = "";
        String missing =
                switch (row.kind()) {
                    case MESSAGES -> message(row);
                    case SEGMENTS -> first(row, contexts.ofSegment(row), false);
                    case DATATYPES -> dataType(row);
                    case TABLES -> table(row);
                };
        return new Verdict(row, true, missing == null || gap == null ? missing : gap, tried);
    }

    private @Nullable String first(GuideRow row, List<Context> where, boolean loose) {
        String first = null;
        for (Context context : where) {
            for (List<Wishes> asked : Wishes.of(row.condition())) {
                List<Wishes> wishes = new ArrayList<>(asked);
                wishes.addAll(notes.wishes(row));
                wishes.addAll(notes.wishes(context.segment()));
                if (++runs > RUNS_PER_ROW_MAX) {
                    break;
                }
                String missing = at(row, context, wishes, loose);
                if (missing == null) {
                    return null;
                }
                first = first == null ? missing : first;
            }
        }
        return first == null ? "nothing in the guide's messages uses it" : first;
    }

    private @Nullable String at(GuideRow row, Context context, List<Wishes> wishes, boolean loose) {
        GuideRow code = code(vocabulary(row, context), row, wishes);
        String value = code == null ? null : written(row, context, code);
        Case run = Case.of(row, context, wishes, value);
        if (run == null) {
            return "no message can be generated for it";
        }
        tried = run.text();
        String given = run.value();
        String shown = code != null && given.startsWith(source(code)) ? code.target() : null;
        TargetHops end = TargetHops.of(row.targetType(), row.target());
        Proof proof = new Proof(row, loose ? null : target(row, context), end, shown);
        return proof.missing(run, run.run(maps));
    }

    /** The target through all maps on the way, each as its notes correct it. */
    TargetHops target(GuideRow row, Context context) {
        GuideRow user = notes.corrected(context.segment());
        TargetHops target = TargetHops.of(user.targetType(), user.target());
        for (GuideRow through : context.through()) {
            GuideRow passed = notes.corrected(through);
            target = target.below(TargetHops.of(passed.targetType(), passed.target()));
        }
        if (row.kind() == GuideRow.Kind.SEGMENTS && user.target().equals("$this")) {
            String made = user.via().replaceAll(".*\\[|[-.\\]].*", "");
            return made.isEmpty() ? target : target.below(TargetHops.of(made, ""));
        }
        return row.kind() == GuideRow.Kind.DATATYPES
                ? target.below(TargetHops.of(row.targetType(), row.target()))
                : target;
    }

    /** The table of a row; a data type that is a code as a whole has the table of the place that holds it. */
    private static String vocabulary(GuideRow row, Context context) {
        boolean whole = row.kind() == GuideRow.Kind.DATATYPES
                && row.number() <= 1
                && row.target().matches("\\$(value|this)");
        return row.vocabulary().isEmpty() && whole ? context.innermost().vocabulary() : row.vocabulary();
    }

    /** A row of the vocabulary whose code the wishes allow. */
    private @Nullable GuideRow code(String vocabulary, GuideRow row, List<Wishes> wishes) {
        List<String> avoid = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        for (Wishes wish : wishes) {
            if (wish.ref().equals(row.source()) || wish.ref().equals(".")) {
                avoid.addAll(wish.avoid());
                if (wish.value() != null) {
                    wanted.add(wish.value());
                }
            }
        }
        return tables.getOrDefault(key(vocabulary), List.of()).stream()
                .filter(t -> !avoid.contains(source(t)) && (wanted.isEmpty() || wanted.contains(source(t))))
                .findFirst()
                .orElse(null);
    }

    private static String written(GuideRow row, Context context, GuideRow code) {
        boolean inside = row.kind() == GuideRow.Kind.DATATYPES;
        String type = inside ? Samples.component(row) : row.type();
        boolean coded = List.of("CWE", "CE", "CNE", "CF").contains(type.trim());
        String system = code.type().startsWith("HL7") ? code.type() : "";
        if (type.trim().equals("MSG")) {
            return "ADT^" + source(code);
        }
        return coded && (!inside || context.component().isEmpty() && row.number() == 0)
                ? source(code) + "^" + "^" + system
                : source(code);
    }

    /** What a sender writes for a table row, delimiters escaped: where the guide names no source code, the target's own. */
    private static String source(GuideRow code) {
        String text = code.source().isBlank() ? code.target() : code.source();
        return text.replace("&", "\\T\\");
    }

    private @Nullable String dataType(GuideRow row) {
        List<Context> where = contexts.ofDataType(row);
        String missing = first(row, where, false);
        return missing == null || !where.isEmpty() ? missing : first(row, contexts.ofType(row), true);
    }

    private @Nullable String table(GuideRow row) {
        Spot known = spots.get(row.map());
        String missing = known == null ? null : inTable(row, known);
        if (known != null && missing == null) {
            return null;
        }
        for (GuideRow written : contexts.ofTable(row.map(), row.type())) {
            GuideRow user = notes.corrected(written);
            List<Context> where = where(user);
            for (Context context : where) {
                if (++runs > RUNS_PER_ROW_MAX) {
                    return missing;
                }
                Spot spot = new Spot(user, context);
                missing = inTable(row, spot);
                if (missing == null) {
                    spots.put(row.map(), spot);
                    return null;
                }
            }
        }
        return missing == null ? "no row of the guide that a rule names uses the table" : missing;
    }

    private List<Context> where(GuideRow user) {
        List<Context> where =
                user.kind() == GuideRow.Kind.SEGMENTS ? contexts.ofSegment(user) : contexts.ofDataType(user);
        return where.isEmpty() ? contexts.ofType(user) : where;
    }

    private @Nullable String inTable(GuideRow row, Spot spot) {
        GuideRow user = spot.user();
        String missing = "no message can be generated for it";
        for (List<Wishes> asked : Wishes.of(user.condition())) {
            List<Wishes> wishes = new ArrayList<>(asked);
            wishes.addAll(notes.wishes(user));
            wishes.addAll(notes.wishes(spot.context().segment()));
            String written = written(user, spot.context(), row);
            Case run = Case.of(user, spot.context(), wishes, written);
            if (run == null || !run.value().startsWith(written.replaceFirst("\\^.*", ""))) {
                continue;
            }
            tried = run.text();
            Explanation explained = run.run(maps);
            TargetHops target = target(user, spot.context());
            List<Lineage> references = Proof.references(explained);
            missing = "the message does not show it at " + user.target();
            for (Lineage leaf : explained.lineage()) {
                boolean translated =
                        leaf.rows().stream().anyMatch(r -> r.guideRows().contains(row.id()));
                boolean there = target.holds(leaf, references)
                        || TargetHops.of(user.targetType(), user.target()).ends(leaf, false);
                if (translated && leaf.value().equals(row.target()) && there) {
                    return null;
                }
            }
        }
        return missing;
    }

    private @Nullable String message(GuideRow row) {
        List<GuideRow> parts = guide.all().getOrDefault(GuideRow.Kind.SEGMENTS, List.of()).stream()
                .filter(s -> key(s.map()).equals(key(row.via())))
                .toList();
        String type = row.target().replaceAll("[\\[.].*", "");
        String rest = row.target().substring(type.length()).replaceAll("^(\\[[^]]*])?\\.?", "");
        String missing = "no message can be generated for it";
        for (List<Wishes> asked : Wishes.of(row.condition())) {
            List<Wishes> wishes = new ArrayList<>(asked);
            wishes.addAll(notes.wishes(row));
            Case run = Case.of(row, parts, wishes);
            if (run == null) {
                continue;
            }
            tried = run.text();
            TargetHops target = TargetHops.of(type, rest);
            Explanation explained = run.run(maps);
            missing = new Proof(row, target, target, null).missing(run, explained);
            missing = missing == null ? Reference.missing(row, explained) : missing;
            if (missing == null) {
                return null;
            }
        }
        return missing;
    }

    /** Whether a message with and without the row's field differs at the row's target. */
    boolean sensitive(GuideRow written) {
        GuideRow row = notes.corrected(written);
        runs = 0;
        for (Context context : contexts.ofSegment(row)) {
            for (List<Wishes> asked : Wishes.of(row.condition())) {
                if (++runs > RUNS_PER_ROW_MAX / 100) {
                    return false;
                }
                List<Wishes> wishes = new ArrayList<>(asked);
                wishes.addAll(notes.wishes(row));
                GuideRow code = code(row.vocabulary(), row, wishes);
                String value = code == null ? null : written(row, context, code);
                Case with = Case.of(row, context, wishes, value);
                Case without = Case.of(row, context, wishes, value);
                if (with != null && without != null && !leaves(with, row).equals(leaves(without.without(), row))) {
                    return true;
                }
            }
        }
        return false;
    }

    private Set<String> leaves(Case run, GuideRow row) {
        Explanation explained = run.run(maps);
        TargetHops target = TargetHops.of(row.targetType(), row.target());
        List<Lineage> references = Proof.references(explained);
        Set<String> found = new java.util.TreeSet<>();
        for (Lineage leaf : explained.lineage()) {
            if (target.holds(leaf, references)) {
                found.add(leaf.path() + "=" + leaf.value());
            }
        }
        return found;
    }
}
