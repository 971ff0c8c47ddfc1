package org.qantara.engine.ledger;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Issue;

/**
 * What the maps could not say of a message that was delivered all the same; it quotes nothing of the message.
 *
 * @param code {@code VALUE-INVALID}, {@code CODE-UNMAPPED}
 * @param location place in the message, {@code OBX[3]-5}
 * @param text one sentence for people
 */
public record Warning(String code, String location, String text) {
    private static final int KEPT_MAX = 20;
    private static final int CODE_MAX = 35;
    private static final int PLACE_MAX = 35;
    private static final int TEXT_MAX = 110;

    /** The warnings among what the maps found. */
    public static List<Warning> of(List<Issue> issues) {
        return issues.stream()
                .filter(issue -> issue.severity() == Issue.Severity.WARNING)
                .map(issue -> new Warning(issue.code(), issue.where(), issue.message()))
                .toList();
    }

    /** The place without the numbers of repetitions: {@code OBX-5}. */
    String path() {
        return location.replaceAll("\\[\\d+]", "");
    }

    /** As the ledger keeps them with a message, the first twenty; null for none. */
    static @Nullable String line(List<Warning> warnings) {
        if (warnings.isEmpty()) {
            return null;
        }
        List<String> lines = new ArrayList<>();
        for (Warning warning : warnings.subList(0, Math.min(KEPT_MAX, warnings.size()))) {
            lines.add(String.join(
                    "\t", cut(warning.code, CODE_MAX), cut(warning.location, PLACE_MAX), cut(warning.text, TEXT_MAX)));
        }
        return String.join("\n", lines);
    }

    static List<Warning> read(@Nullable String lines) {
        return lines == null
                ? List.of()
                : lines.lines()
                        .map(line -> line.split("\t", -1))
                        .filter(parts -> parts.length == 3)
                        .map(parts -> new Warning(parts[0], parts[1], parts[2]))
                        .toList();
    }

    private static String cut(String text, int chars) {
        String clean = text.replace('\t', ' ').replace('\n', ' ').replace("\0", "");
        return clean.length() <= chars ? clean : clean.substring(0, chars);
    }
}
