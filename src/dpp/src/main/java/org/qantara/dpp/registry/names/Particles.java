package org.qantara.dpp.registry.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings the words of a name into one arrangement: titles and articles that stand apart are left out, Ben, Ait, Bou, Abd el and
 * -eddine are joined to their neighbour, as many registers write them ({@code particles.tsv}).
 */
final class Particles {
    private static final String SUN = "tdrszn";
    private static final String ARABIC_SUN = "تثدذرزسشصضطظن";

    /** Stands where two words were joined and their letters must not be read together. */
    static final char APART = '+';

    private static final Map<String, Set<String>> ROLES = new HashMap<>();
    private static final Map<String, String> SAME = new HashMap<>();

    static {
        for (List<String> row : NameTables.rows("particles.tsv", 2)) {
            if (row.get(0).equals("same")) {
                SAME.put(row.get(1), row.get(2));
            } else {
                ROLES.computeIfAbsent(row.get(0), r -> new HashSet<>()).add(row.get(1));
            }
        }
    }

    private Particles() {}

    static boolean is(String role, String word) {
        return ROLES.getOrDefault(role, Set.of()).contains(word);
    }

    /** Folded words in, arranged words out: at least one when there was one. */
    static List<String> arrange(List<String> folded) {
        List<String> words = new ArrayList<>();
        for (String word : folded) {
            words.addAll(List.of(SAME.getOrDefault(word, word).split(" ")));
        }
        words = withoutTitles(words);
        List<String> out = new ArrayList<>();
        String prefix = "";
        boolean article = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean last = i == words.size() - 1;
            if (!last && is("article", word) && !is("suffix", words.get(i + 1))) {
                article = true;
            } else if (!last && is("prefix", word)) {
                prefix = prefix.isEmpty() ? word : joinPrefix(prefix, word, article);
                article = false;
            } else if (!prefix.isEmpty()) {
                out.add(canonical(joinPrefix(prefix, word, article)));
                prefix = "";
                article = false;
            } else if (is("suffix", word) && !out.isEmpty()) {
                int end = out.size() - 1;
                out.set(end, canonical(out.get(end) + suffix(word)));
                article = false;
            } else {
                out.add(canonical(word));
                article = false;
            }
        }
        return out;
    }

    private static String joinPrefix(String prefix, String word, boolean article) {
        boolean arabic = Folding.isArabic(word);
        boolean own = arabic ? word.matches("ال.{2,}") : word.matches("([ea]l|l)[^aeiouyl].{2,}");
        String stem = !own ? word : word.substring(word.charAt(0) == 'l' ? 1 : 2);
        String abd = arabic ? "عبد" : "abd";
        if (prefix.endsWith(abd) || prefix.endsWith("abdel")) {
            String start = prefix.endsWith("abdel") ? prefix.substring(0, prefix.length() - 2) : prefix;
            boolean joined = assimilated(word) || !prefix.endsWith("el") && word.matches("[ea]l.{3,}");
            return arabic ? start + "ال" + stem : joined ? start + word : start + "el" + word;
        }
        if (article || own) {
            if (prefix.endsWith("ben")) {
                return apart(prefix.substring(0, prefix.length() - 1) + "l", stem);
            }
            if (prefix.endsWith("بن")) {
                return prefix.substring(0, prefix.length() - 1) + "ل" + stem;
            }
        }
        return apart(prefix, stem);
    }

    /** Keeps "ait haj" from being read with a th. */
    private static String apart(String prefix, String stem) {
        return stem.charAt(0) == 'h' ? prefix + APART + stem : prefix + stem;
    }

    private static String suffix(String word) {
        if (Folding.isArabic(word)) {
            return word.equals("الدين") ? "دين" : word;
        }
        return word;
    }

    /** Abd el-X and X-eddine in one spelling whatever the article was assimilated to. */
    static String canonical(String word) {
        if (Folding.isArabic(word)) {
            return canonicalArabic(word);
        }
        int abd = word.indexOf("abd");
        if (word.startsWith("abou") && word.length() > 6) {
            return word.substring(1);
        }
        if (abd >= 0 && abd <= 4 && word.length() > abd + 5) {
            return word.substring(0, abd) + "abd" + afterAbd(word.substring(abd + 3));
        }
        return word.replaceFirst("(?<=.{3})[aeou]?l?dd?ine?$", "edin");
    }

    private static String afterAbd(String rest) {
        int at = 0;
        while (at < rest.length() - 3 && "daeou".indexOf(rest.charAt(at)) >= 0) {
            at++;
        }
        String stem = rest.substring(at);
        if (at == 0 || stem.length() < 3 || stem.charAt(0) != 'l') {
            return stem;
        }
        boolean moon = stem.startsWith("ldj") || stem.startsWith("lrh");
        boolean sun = !moon && SUN.indexOf(stem.charAt(1)) >= 0 || stem.startsWith("lch") || stem.startsWith("lsh");
        return sun || stem.charAt(1) == 'l' ? stem.substring(1) : stem;
    }

    private static String canonicalArabic(String word) {
        int abd = word.indexOf("عبدال");
        if (word.startsWith("ابو") && word.length() > 4) {
            return word.substring(1);
        }
        if (abd >= 0 && abd <= 4 && word.length() > abd + 6) {
            String stem = word.substring(abd + 5);
            String l = ARABIC_SUN.indexOf(stem.charAt(0)) >= 0 || stem.charAt(0) == 'ل' ? "" : "ل";
            return word.substring(0, abd) + "عبد" + l + stem;
        }
        if (word.length() > 6 && word.endsWith("الدين")) {
            return word.substring(0, word.length() - 5) + "دين";
        }
        return word;
    }

    /** A word that begins with an assimilated article: e or a and the same sun letter twice (errahmane, ezzahra). */
    static boolean assimilated(String word) {
        return word.matches("[ea](tt|dd|rr|ss|zz|nn|chch|shsh).{2,}|ech.{3,}");
    }

    private static List<String> withoutTitles(List<String> words) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            boolean title = is("title", words.get(i)) && (i < words.size() - 1) && beforeNameOnly(words, i);
            if (!title) {
                kept.add(words.get(i));
            }
        }
        return kept;
    }

    /** Hajj is a title in front of a name, but a name behind Ben or an article (Ben El Hajj). */
    private static boolean beforeNameOnly(List<String> words, int at) {
        return at == 0 || is("title", words.get(at - 1));
    }
}
