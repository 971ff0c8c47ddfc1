package org.qantara.mapping.compile;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Issue;
import org.qantara.mapping.run.Reading;
import org.qantara.mapping.run.Severities;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.Tree;

/**
 * What a layer says about whole messages: which events are handled without a map, and what an issue does to a message. A layer takes
 * over what those below it say and changes it.
 */
final class LayerRules {
    private final Tree.All tree;
    private final Map<String, Tree.LayerDoc> layers;
    private final Findings findings;

    LayerRules(Tree.All tree, Map<String, Tree.LayerDoc> layers, Findings findings) {
        this.tree = tree;
        this.layers = layers;
        this.findings = findings;
    }

    /** The layers from {@code base} to the one of a name. */
    private List<String> chain(String name) {
        List<String> chain = new ArrayList<>();
        String at = name;
        while (at != null && !at.equals("base") && !chain.contains(at)) {
            chain.add(0, at);
            Tree.LayerDoc doc = layers.get(at);
            at = doc == null || doc.parent() == null ? null : doc.parent().text();
        }
        chain.add(0, "base");
        return chain;
    }

    /** Reasons by event. An event that the same layer also maps is reported. */
    Map<String, String> handled(String layer, Map<String, Tree.MapDoc> mapped) {
        Map<String, String> reasons = new HashMap<>();
        for (String name : chain(layer)) {
            for (Tree.HandledDoc doc : tree.handled()) {
                if (!doc.layer().equals(name)) {
                    continue;
                }
                doc.events().forEach((event, reason) -> {
                    Tree.MapDoc map = mapped.get(event.text());
                    if (map != null && map.layer().equals(name)) {
                        findings.error(
                                event.pos(),
                                "DUPLICATE",
                                event.text() + " is mapped by " + map.name() + " at " + map.pos()
                                        + "; it cannot be handled without a map as well");
                    }
                    reasons.put(event.text(), reason);
                });
            }
            // a deeper layer's map takes an event back
            mapped.forEach((event, map) -> {
                if (map.layer().equals(name) && !name.equals("base")) {
                    reasons.remove(event);
                }
            });
        }
        return reasons;
    }

    /** What codes of issues do. */
    Map<String, Issue.Severity> severities(String layer) {
        Map<String, Issue.Severity> severities = new HashMap<>(Severities.TABLE);
        for (String name : chain(layer)) {
            Tree.LayerDoc doc = layers.get(name);
            if (doc != null) {
                doc.severities().forEach((code, severity) -> {
                    Issue.Severity read = severity(code, severity);
                    if (read != null) {
                        severities.put(code.text(), read);
                    }
                });
            }
        }
        return severities;
    }

    /** How laboratory messages are read that do not say it rightly. */
    Reading reading(String layer) {
        Charset charset = null;
        String delimiters = null;
        for (String name : chain(layer)) {
            Tree.LayerDoc doc = layers.get(name);
            for (Map.Entry<Tree.Word, Tree.Word> said : doc == null
                    ? Map.<Tree.Word, Tree.Word>of().entrySet()
                    : doc.reading().entrySet()) {
                switch (said.getKey().text()) {
                    case "charset" -> charset = charset(said.getValue());
                    case "delimiters" -> delimiters = delimiters(said.getValue());
                    default ->
                        findings.error(
                                said.getKey().pos(),
                                "UNKNOWN-KEY",
                                "reading: has charset and delimiters, not '"
                                        + said.getKey().text() + "'");
                }
            }
        }
        return new Reading(charset, delimiters);
    }

    private @Nullable Charset charset(Tree.Word name) {
        try {
            return Charset.forName(name.text());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            findings.error(
                    name.pos(),
                    "UNKNOWN-CHARSET",
                    "'" + name.text() + "' is no character set known here, for example UTF-8 or windows-1252");
            return null;
        }
    }

    private @Nullable String delimiters(Tree.Word signs) {
        if (signs.text().matches("[\\p{Punct}&&[^\"]]{4,5}")
                && signs.text().chars().distinct().count() == signs.text().length()) {
            return signs.text();
        }
        findings.error(
                signs.pos(),
                "BAD-DELIMITERS",
                "expected four or five different signs in the order of the H record, for example \"|\\\\^&\"");
        return null;
    }

    private Issue.@Nullable Severity severity(Tree.Word code, Tree.Word severity) {
        if (!Severities.MAY_CHANGE.contains(code.text()) && !code.text().matches("KEY-MISSING-[A-Z]+")) {
            findings.error(
                    code.pos(),
                    "UNKNOWN-CODE",
                    "'" + code.text() + "' is no code whose severity can be changed, expected "
                            + String.join(", ", Severities.MAY_CHANGE) + " or KEY-MISSING-<TYPE>"
                            + Findings.suggestion(code.text(), Severities.MAY_CHANGE));
            return null;
        }
        return switch (severity.text()) {
            case "error" -> Issue.Severity.ERROR;
            case "warning" -> Issue.Severity.WARNING;
            default -> {
                findings.error(
                        severity.pos(),
                        "UNKNOWN-SEVERITY",
                        "'" + severity.text() + "' is not known, expected error (quarantines) or warning (tolerates)"
                                + Findings.suggestion(severity.text(), List.of("error", "warning")));
                yield null;
            }
        };
    }
}
