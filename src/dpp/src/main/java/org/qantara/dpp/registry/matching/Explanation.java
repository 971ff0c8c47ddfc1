package org.qantara.dpp.registry.matching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * A decision in sentences for the people who review it, in English, French or Arabic ({@code explanation_*.properties}). It says which
 * fields agree and how much that weighs, never a value: whoever may see patient data reads the two records beside it.
 */
public final class Explanation {
    private static final String BUNDLE = "org.qantara.dpp.registry.matching.explanation";

    private Explanation() {}

    /** One line for the outcome, then for the best candidate one line per objection and per field, the weightiest first. */
    public static List<String> of(Decision decision, Locale locale) {
        ResourceBundle texts = ResourceBundle.getBundle(
                BUNDLE, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        List<String> lines = new ArrayList<>();
        if (decision instanceof Decision.Link link) {
            lines.add(text(texts, "link", link.match().bits(), decision.version()));
            lines.addAll(lines(link.match(), texts));
        } else if (decision instanceof Decision.Review review) {
            Match best = review.matches().get(0);
            lines.add(text(texts, "review", review.matches().size(), best.bits(), decision.version()));
            lines.addAll(lines(best, texts));
        } else if (decision instanceof Decision.New fresh) {
            Match nearest = fresh.nearest();
            lines.add(text(
                    texts,
                    nearest == null ? "new" : "new.nearest",
                    nearest == null ? 0 : nearest.bits(),
                    decision.version()));
            lines.addAll(nearest == null ? List.of() : lines(nearest, texts));
        }
        return lines;
    }

    private static List<String> lines(Match match, ResourceBundle texts) {
        List<String> lines = new ArrayList<>();
        match.objections().stream().sorted().forEach(objection -> lines.add(texts.getString("objection." + objection)));
        match.fields().stream()
                .sorted(Comparator.comparingDouble((FieldScore score) -> -Math.abs(score.bits())))
                .forEach(score -> lines.add(text(
                        texts,
                        "field",
                        texts.getString("field." + score.field()),
                        texts.getString("level." + score.level()),
                        score.bits())));
        return lines;
    }

    private static String text(ResourceBundle texts, String key, Object... values) {
        return new java.text.MessageFormat(texts.getString(key), Locale.ROOT).format(values);
    }
}
