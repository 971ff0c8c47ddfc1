package org.qantara.mapping.coverage;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Explanation;
import org.qantara.mapping.Issue;
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
    private static final Pattern EXTENSION = Pattern.compile("https?://(?:www\\.)?hl7\\.org/fhir/(?:[\\w.]+/)*"
            + "(?:extension-)?(?:\\w+\\.)*(?<name>[\\w-]+?)(?:\\.html)?");

    /** How the reason begins when the message was not mapped at all. */
    static final String UNMAPPED = "the generated message was not mapped: ";

    /** Null when the run proves the row, else what is missing. */
    @Nullable
    String missing(Case run, Explanation explained) {
        if (!(explained.outcome() instanceof MapOutcome.Mapped)) {
            return UNMAPPED
                    + explained.outcome().issues().stream()
                            .filter(i -> i.severity() == Issue.Severity.ERROR)
                            .map(Issue::code)
                            .findFirst()
                            .orElse("");
        }
        List<Lineage> references = references(explained);
        String reason = "no rule that names it wrote a leaf";
        for (Lineage leaf : explained.lineage()) {
            boolean named = names(leaf);
            boolean there = target == null ? end.ends(leaf, !row.via().isEmpty()) : target.holds(leaf, references);
            // a resource that was mentioned before keeps its first lineage: then the reference to it must be the row's
            boolean referred = !named
                    && there
                    && references.stream().anyMatch(r -> r.value().equals(leaf.reference()) && names(r));
            if (there && (named || referred) && (shows(run, leaf) || around(run, leaf, explained.lineage()))) {
                return null;
            }
            if (named && there) {
                reason = "the value at " + bare(leaf) + " is not that of " + row.source();
            } else if (named && !reason.startsWith("the value")) {
                reason = "the leaf is at " + bare(leaf);
            }
        }
        return reason;
    }

    /** An address or reference has no bytes of its own: what the same rule wrote beside it, or the resource it leads to, must have them. */
    private boolean around(Case run, Lineage leaf, List<Lineage> all) {
        boolean reference = leaf.path().endsWith(".reference");
        boolean address = (leaf.path().endsWith(".url") || leaf.path().endsWith(".system"))
                && row.constant().isEmpty();
        return (reference || address)
                && all.stream()
                        .filter(l -> reference ? l.reference().equals(leaf.value()) : names(l))
                        .anyMatch(l -> read(run, l) && alike(l.value(), run.value()));
    }

    private static boolean read(Case run, Lineage leaf) {
        int[] span = run.span();
        return span != null && leaf.sources().stream().anyMatch(s -> s.start() >= span[0] && s.end() <= span[1]);
    }

    private boolean names(Lineage leaf) {
        return leaf.rules().stream().anyMatch(r -> r.guideRows().contains(row.id()));
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
        if (!row.constant().isEmpty() && !computed && plain(leaf.value()).equals(plain(row.constant()))) {
            return true;
        }
        if (row.source().isBlank() && row.constant().isEmpty()) {
            return true; // nothing is read and nothing given: that something stands there is all the row asks for
        }
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
                || leaf.path().endsWith(".data") && leaf.value().equals(base64(given))
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

    /** Constants without quotes, hashes and blanks; addresses of extensions by their names, which the guide writes in many ways. */
    static String plain(String constant) {
        String text = constant.replaceAll("[\"#\\\\ ]", "").replaceAll("\\.$", "");
        Matcher extension = EXTENSION.matcher(text);
        return (extension.matches() ? extension.group("name") : text.replace("https:", "http:"))
                .toLowerCase(Locale.ROOT);
    }

    /** The same letters and digits, one within the other or one of the parts; dates by eight digits; flags as true and false. */
    private static boolean alike(String value, String given) {
        String a = signs(value);
        String b = signs(given);
        if (a.isEmpty() || b.isEmpty()) {
            return false;
        }
        boolean date = a.length() >= 8 && b.length() >= 8 && a.substring(0, 8).equals(b.substring(0, 8));
        boolean part = List.of(given.split("[\\^&~]")).stream()
                .map(Proof::signs)
                .anyMatch(p -> p.length() > 2 && a.contains(p));
        return date || part || b.contains(a) || a.contains(b) || a.equals("true") || a.equals("false");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String signs(String text) {
        return text.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
    }
}
