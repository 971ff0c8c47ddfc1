package org.qantara.mapping.expected;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is right where two results differ: lines of {@code judgements.tsv} with project, event, projection, whose value it is
 * ({@code ours}, {@code theirs}, {@code unmapped} when we keep the message back), a pattern of the value, who is right
 * ({@code ours}, {@code theirs}, {@code guide}, {@code convention}) and why. The first line that fits counts.
 */
final class Judgements {
    private record Line(Pattern project, Pattern event, Pattern name, String side, Pattern value, String right) {}

    private final List<Line> lines;

    private Judgements(List<Line> lines) {
        this.lines = lines;
    }

    static Judgements read() throws IOException {
        List<Line> lines = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(Judgements.class.getResourceAsStream("judgements.tsv"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.isBlank() || line.startsWith("#") || line.startsWith("project\t")) {
                    continue;
                }
                String[] facts = line.split("\t", -1);
                if (facts.length != 7
                        || !List.of("ours", "theirs", "guide", "convention").contains(facts[5])) {
                    throw new IOException(
                            "judgements.tsv: expected seven columns and ours, theirs, guide or convention: " + line);
                }
                lines.add(new Line(
                        Pattern.compile(facts[0]),
                        Pattern.compile(facts[1]),
                        Pattern.compile(facts[2]),
                        facts[3],
                        Pattern.compile(facts[4], Pattern.DOTALL),
                        facts[5]));
            }
        }
        return new Judgements(lines);
    }

    /** Who is right, or null when nobody judged. */
    @Nullable
    String of(String project, String event, String name, String side, String value, boolean unmapped) {
        for (Line line : lines) {
            boolean sides = line.side().equals(side) || unmapped && line.side().equals("unmapped");
            if (sides
                    && line.project().matcher(project).matches()
                    && line.event().matcher(event).matches()
                    && line.name().matcher(name).matches()
                    && line.value().matcher(value).matches()) {
                return line.right();
            }
        }
        return null;
    }
}
