package org.qantara.mapping.compile;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.run.Table;
import org.qantara.mapping.run.Ucum;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.GuideRows;
import org.qantara.mapping.syntax.Pos;
import org.qantara.mapping.syntax.Tree;

/** Compiles tables and checks their codes against code systems and value sets. */
final class Tables {
    private static final Pattern TARGET = Pattern.compile("(?<code>.*?)(?:\\s+\"(?<display>[^\"]*)\")?");

    private Tables() {}

    static Table compile(Tree.TableDoc doc, Shared shared) {
        String to = doc.to() == null ? null : doc.to().text();
        Map<String, String> known = to == null ? null : shared.codes().codes(to);
        Set<String> members = known == null ? members(to, shared) : known.keySet();
        Map<String, Table.Target> rows = new HashMap<>();
        doc.codes().forEach((source, target) -> {
            Tree.Word own = doc.systems().get(source.text());
            String system = own == null ? null : own.text();
            Map<String, String> codes = system == null ? known : shared.codes().codes(system);
            Table.Target row = target(target, system, codes, doc.guides(), shared.findings());
            rows.put(source.text(), row);
            Set<String> allowed = own == null ? members : codes == null ? null : codes.keySet();
            check(row.code(), allowed, own == null ? to : system, target.pos(), shared.findings());
            if (Ucum.SYSTEM.equals(own == null ? to : system)) {
                unit(row.code(), target.pos(), shared.findings());
            }
        });
        String otherwise = doc.otherwise() == null ? "error" : doc.otherwise().text();
        boolean keep = otherwise.equals("keep");
        Table.Unknown unknown =
                switch (otherwise) {
                    case "none" -> Table.Unknown.NOTHING;
                    case "todo" -> Table.Unknown.LISTED;
                    default -> Table.Unknown.ISSUE;
                };
        Table.Target fallback = keep || unknown != Table.Unknown.ISSUE || otherwise.equals("error")
                ? null
                : target(new Tree.Word(doc.pos(), otherwise), null, known, List.of(), shared.findings());
        if (fallback != null && doc.otherwise() != null) {
            check(fallback.code(), members, to, doc.otherwise().pos(), shared.findings());
        }
        return new Table(
                doc.name().text(),
                doc.from() == null ? null : doc.from().text(),
                to,
                Map.copyOf(rows),
                fallback,
                keep,
                unknown);
    }

    private static void unit(String code, Pos pos, Findings findings) {
        String problem = Ucum.problem(code);
        if (problem != null) {
            findings.error(pos, "TABLE-CODE", "'" + code + "' is no unit of UCUM: " + problem);
        }
    }

    private static @Nullable Set<String> members(@Nullable String valueSet, Shared shared) {
        List<String> members = valueSet == null ? null : shared.codes().members(valueSet);
        return members == null ? null : new HashSet<>(members);
    }

    private static Table.Target target(
            Tree.Word word,
            @Nullable String system,
            @Nullable Map<String, String> known,
            List<String> guides,
            Findings findings) {
        GuideRows.Marked marked = GuideRows.split(word.text(), word.pos(), guides, findings);
        String text = marked.text();
        Matcher m = TARGET.matcher(text.trim());
        String code = m.matches() ? m.group("code") : text.trim();
        String display = m.matches() ? m.group("display") : null;
        String shown = display != null || known == null ? display : known.get(code);
        return new Table.Target(code, shown, system, marked.rows());
    }

    private static void check(
            String code, @Nullable Set<String> members, @Nullable String to, Pos pos, Findings findings) {
        if (members != null && !members.contains(code)) {
            findings.error(
                    pos, "TABLE-CODE", "'" + code + "' is no code of " + to + Findings.suggestion(code, members));
        }
    }

    /** Checks every code that a table can yield against the value set of a required binding. */
    static void checkBinding(TableEntry entry, String valueSet, Pos pos, Shared shared) {
        Set<String> members = members(valueSet, shared);
        if (members == null) {
            return;
        }
        if (entry.table().keep()) {
            shared.findings()
                    .error(
                            pos,
                            "BINDING",
                            "the table " + entry.table().name()
                                    + " keeps unknown codes, but this element takes only codes of " + valueSet);
        }
        entry.doc().codes().forEach((source, target) -> {
            String code = java.util.Objects.requireNonNull(entry.table().rows().get(source.text()))
                    .code();
            if (!members.contains(code)) {
                shared.findings()
                        .error(
                                target.pos(),
                                "BINDING",
                                "'" + code + "' is not in " + valueSet
                                        + ", which an element demands that this table fills"
                                        + Findings.suggestion(code, members));
            }
        });
        Table.Target fallback = entry.table().fallback();
        Tree.Word otherwise = entry.doc().otherwise();
        if (fallback != null && otherwise != null && !members.contains(fallback.code())) {
            shared.findings()
                    .error(
                            otherwise.pos(),
                            "BINDING",
                            "'" + fallback.code() + "' is not in " + valueSet
                                    + Findings.suggestion(fallback.code(), members));
        }
    }

    /** Checks a constant against the value set of a required binding. */
    static void checkConstant(String code, String valueSet, Pos pos, Shared shared) {
        Set<String> members = members(valueSet, shared);
        if (members != null && !members.contains(code)) {
            shared.findings()
                    .error(pos, "BINDING", "'" + code + "' is not in " + valueSet + Findings.suggestion(code, members));
        }
    }
}
