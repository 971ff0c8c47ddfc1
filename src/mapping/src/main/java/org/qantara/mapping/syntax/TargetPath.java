package org.qantara.mapping.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The left side of a rule: {@code identifier[]}, {@code name[official].family}, {@code value[x]}, {@code birthDate.extension(x)}.
 *
 * @param steps at least one
 */
public record TargetPath(Pos pos, List<Step> steps) {
    private static final Pattern STEP =
            Pattern.compile("([a-zA-Z]+)(\\[x])?(?:\\[([A-Za-z][A-Za-z0-9-]*)])?(\\[])?(?:\\(([A-Za-z0-9.:/_-]+)\\))?");

    /**
     * One step.
     *
     * @param name element, {@code value[x]} for a choice
     * @param slot name of the slot, or null
     * @param each whether every source repetition makes an instance
     * @param extension name in {@code extension(name)}, or null
     */
    public record Step(Pos pos, String name, @Nullable String slot, boolean each, @Nullable String extension) {}

    /** Reads a path, or reports what is wrong with it and returns null. */
    public static @Nullable TargetPath parse(String text, Pos pos, Findings findings) {
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (at <= text.length()) {
            int end = end(text, at);
            Matcher m = STEP.matcher(text.substring(at, end));
            if (!m.matches()) {
                findings.error(
                        pos.plus(at),
                        "BAD-TARGET",
                        "'" + text.substring(at, end)
                                + "' is no step of a target, expected name, name[], name[slot], value[x] or extension(name)");
                return null;
            }
            String name = m.group(1) + (m.group(2) == null ? "" : "[x]");
            steps.add(new Step(pos.plus(at), name, m.group(3), m.group(4) != null, m.group(5)));
            at = end + 1;
        }
        return new TargetPath(pos, List.copyOf(steps));
    }

    private static int end(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == '.' && depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    /** The text that identifies the target for overrides. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Step step : steps) {
            out.append(out.isEmpty() ? "" : ".").append(step.name());
            out.append(step.slot() == null ? "" : "[" + step.slot() + "]").append(step.each() ? "[]" : "");
            out.append(step.extension() == null ? "" : "(" + step.extension() + ")");
        }
        return out.toString();
    }
}
