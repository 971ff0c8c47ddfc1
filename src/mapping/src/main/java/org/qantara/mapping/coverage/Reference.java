package org.qantara.mapping.coverage;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Explanation;
import org.qantara.mapping.Lineage;

/** A link that a message row asks for: {@code Observation[1].subject.reference=Patient[1].id}. */
record Reference(String from, List<String> path, String to) {
    private static final Pattern LINK = Pattern.compile(
            "([A-Z]\\w+)(?:\\[[^]]*])?\\.([\\w.\\[\\]]+?)(?:\\.reference|\\.id)?\\s*=\\s*([A-Z]\\w+)(?:\\[[^]]*])?(?:\\.id)?");

    /** The first link of a row that a Bundle lacks, or null; links to the Bundle itself cannot be, it is not stored. */
    static @Nullable String missing(GuideRow row, Explanation explained) {
        Matcher link = LINK.matcher(row.references());
        List<Lineage> references = Proof.references(explained);
        while (link.find()) {
            List<String> path =
                    Arrays.asList(link.group(2).replaceAll("\\[[^]]*]", "").split("\\."));
            Reference wanted = new Reference(link.group(1), path, link.group(3));
            boolean both = made(explained, wanted.from()) && made(explained, wanted.to());
            if (both && references.stream().noneMatch(wanted::is)) {
                return "no reference from " + wanted.from() + "." + String.join(".", path) + " to " + wanted.to();
            }
        }
        return null;
    }

    private static boolean made(Explanation explained, String type) {
        return explained.lineage().stream().anyMatch(l -> l.reference().startsWith(type + "/"));
    }

    private boolean is(Lineage leaf) {
        String[] steps = leaf.path().replaceAll("\\[\\d+]", "").split("\\.", -1);
        if (!steps[0].equals(from) || !leaf.value().startsWith(to + "/") || steps.length - 2 != path.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            if (!TargetHops.alike(steps[i + 1], path.get(i))) {
                return false;
            }
        }
        return true;
    }
}
