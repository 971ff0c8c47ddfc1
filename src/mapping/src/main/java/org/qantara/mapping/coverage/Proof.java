package org.qantara.mapping.coverage;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Explanation;
import org.qantara.mapping.Lineage;
import org.qantara.mapping.MapOutcome;

/**
 * What a run must show for a row: a leaf under the target, set by a rule that names the row, with the value of the row's field.
 *
 * @param row the row, corrected by notes
 * @param target where the leaf must be; null when nothing uses the row's map, so that only its end is compared
 * @param end the row's own target
 * @param code code that the vocabulary gives for the value, or null
 */
record Proof(GuideRow row, @Nullable TargetHops target, TargetHops end, @Nullable String code) {
    /** How the reason begins when the message was not mapped at all. */
    static final String UNMAPPED = "the generated message was not mapped: ";

    /** Null when the run proves the row, else what is missing. */
    @Nullable
    String missing(Case run, Explanation explained) {
        if (!(explained.outcome() instanceof MapOutcome.Mapped)) {
            return UNMAPPED + explained.outcome().issues().get(0).code();
        }
        List<Lineage> references = references(explained);
        String reason = "no rule that names it wrote a leaf";
        for (Lineage leaf : explained.lineage()) {
            if (leaf.rules().stream().noneMatch(r -> r.guideRows().contains(row.id()))) {
                continue;
            }
            if (target == null ? !end.ends(leaf) : !target.holds(leaf, references)) {
                reason = reason.startsWith("the value") ? reason : "the leaf is at " + bare(leaf);
            } else if (!shows(run, leaf)) {
                reason = "the value at " + bare(leaf) + " is not that of " + row.source();
            } else {
                return null;
            }
        }
        return reason;
    }

    static List<Lineage> references(Explanation explained) {
        return explained.lineage().stream()
                .filter(l -> l.path().endsWith(".reference"))
                .toList();
    }

    private static String bare(Lineage leaf) {
        return leaf.path().replaceAll("\\[\\d+]", "");
    }

    private boolean shows(Case run, Lineage leaf) {
        boolean computed = computed(row.constant());
        if (!row.constant().isEmpty() && !computed && !row.mapped()) {
            return plain(leaf.value()).equals(plain(row.constant()));
        }
        int[] span = run.span();
        if (span == null) {
            return true;
        }
        boolean read = leaf.sources().stream().anyMatch(s -> s.start() >= span[0] && s.end() <= span[1]);
        if (code != null) {
            return leaf.value().equals(code);
        }
        if (computed) {
            return read || !row.mapped();
        }
        if (!read) {
            return !row.mapped() && row.constant().isEmpty();
        }
        if (leaf.rows().stream().anyMatch(r -> r.target().equals(leaf.value()))) {
            return true;
        }
        String given = run.value();
        return alike(leaf.value(), given)
                || leaf.path().endsWith(".system")
                || leaf.path().endsWith(".reference")
                || leaf.path().endsWith(".url");
    }

    /** Comments such as {@code /convert to minutes/} and expressions such as {@code "urn:oid:"+HD.2} are no constants. */
    static boolean computed(String constant) {
        return constant.startsWith("/")
                || constant.contains("+")
                || constant.matches(".*\\b[A-Z]{2,3}[.-]\\d.*")
                || constant.startsWith("assign");
    }

    /** Constants without quotes, hashes, blanks; extension addresses as FHIR has them. */
    static String plain(String constant) {
        return constant.replaceAll("[\"#\\\\ ]", "")
                .replaceAll("\\.$", "")
                .replace("https:", "http:")
                .replace("www.hl7.org", "hl7.org")
                .toLowerCase(Locale.ROOT);
    }

    /** The same letters and digits, one within the other; dates by their first eight digits; flags as true and false. */
    private static boolean alike(String value, String given) {
        String a = value.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
        String b = given.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
        if (a.isEmpty() || b.isEmpty()) {
            return false;
        }
        boolean date = a.length() >= 8 && b.length() >= 8 && a.substring(0, 8).equals(b.substring(0, 8));
        return date || b.contains(a) || a.contains(b) || a.equals("true") || a.equals("false");
    }
}
