package org.qantara.mapping.coverage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.qantara.mapping.Lineage;

/**
 * A target of the guide as hops from resource to resource: {@code participant[1].individual(Practitioner.name)} is
 * {@code Encounter.participant.individual} to {@code Practitioner.name}.
 *
 * <p>Numbers in brackets are the guide's way to tell instances apart and are not compared: which instance a value went to is proved
 * by the bytes it came from. Letter case and one or two wrong letters in long names are the guide's slips.
 *
 * @param hops the first starts at the map's own resource
 * @param family whether the target begins with a number: a place in a chain of locations, whatever its link
 */
record TargetHops(List<Hop> hops, boolean family) {
    private static final Set<String> PARTS = Set.of("Annotation", "Dosage", "Quantity", "Timing", "Identifier");

    private static final Set<String> RESOURCES = Set.of("RelatedPerson", "Patient", "Observation");

    /** A walk inside one resource. */
    record Hop(String type, List<String> path) {}

    /** Reads a target below a resource type. */
    static TargetHops of(String type, String target) {
        String clean = target.replaceAll("=\\s*\\\\?\".*$", "")
                .replaceAll("\\[[^\\]]*]", "")
                .replaceAll(":[a-z-]+", "")
                .replace(".(", "(")
                .replace("$this", "")
                .replace("$value", "");
        List<Hop> hops = new ArrayList<>();
        String at = type;
        String rest = clean;
        List<String> path = new ArrayList<>();
        while (true) {
            int open = rest.indexOf('(');
            String here = open < 0 ? rest : rest.substring(0, open);
            for (String step : here.split("\\.", -1)) {
                if (!step.isBlank()) {
                    path.add(step.trim());
                }
            }
            if (open < 0) {
                break;
            }
            int close = rest.lastIndexOf(')');
            String inner = rest.substring(open + 1, close < open ? rest.length() : close);
            String innerType = inner.replaceAll("[.(].*", "");
            rest = inner.substring(innerType.length());
            if (!PARTS.contains(innerType)) {
                if (!path.isEmpty() && path.get(path.size() - 1).equals("reference")) {
                    path.remove(path.size() - 1);
                }
                hops.add(new Hop(at, List.copyOf(path)));
                path.clear();
                at = innerType;
            }
        }
        hops.add(new Hop(at, List.copyOf(path)));
        return new TargetHops(List.copyOf(hops), target.startsWith("["));
    }

    /** Whether a leaf lies under the target, by the references of its Bundle. */
    boolean holds(Lineage leaf, List<Lineage> references) {
        Hop last = hops.get(hops.size() - 1);
        if (!isType(leaf.reference(), last.type()) || !under(leaf.path(), last.path(), false)) {
            return false;
        }
        Set<String> reached = new HashSet<>(Set.of(leaf.reference()));
        for (int i = hops.size() - 2; i >= 0; i--) {
            widen(reached, references);
            Set<String> before = new HashSet<>();
            for (Lineage reference : references) {
                if (reached.contains(reference.value())
                        && isType(reference.reference(), hops.get(i).type())
                        && under(reference.path(), hops.get(i).path(), true)) {
                    before.add(reference.reference());
                }
            }
            reached = before;
        }
        return !reached.isEmpty();
    }

    /** A place is part of another; a target in a family may be reached by any link. */
    private void widen(Set<String> reached, List<Lineage> references) {
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Lineage reference : references) {
                boolean place = reference.path().startsWith("Location.partOf");
                if (reached.contains(reference.value()) && (place || family)) {
                    grown |= reached.add(reference.reference());
                }
            }
        }
    }

    /** This target with another one below it; a map to another resource at the place itself makes a resource of its own. */
    TargetHops below(TargetHops inner) {
        Hop last = hops.get(hops.size() - 1);
        if (RESOURCES.contains(inner.hops().get(0).type())
                && !isType(inner.hops().get(0).type() + "/", last.type())
                && last.path().isEmpty()) {
            return inner;
        }
        List<String> more = new ArrayList<>(inner.hops().get(0).path());
        if (!more.isEmpty() && Character.isUpperCase(more.get(0).charAt(0))) {
            more.remove(0);
        }
        List<String> joined = new ArrayList<>(last.path());
        if (!joined.isEmpty() && !more.isEmpty() && alike(joined.get(joined.size() - 1), more.get(0))) {
            more.remove(0);
        }
        joined.addAll(more);
        List<Hop> all = new ArrayList<>(hops.subList(0, hops.size() - 1));
        all.add(new Hop(last.type(), List.copyOf(joined)));
        all.addAll(inner.hops().subList(1, inner.hops().size()));
        return new TargetHops(List.copyOf(all), family || inner.family());
    }

    /**
     * Whether a leaf of any resource ends with the last hop's path: all that can be said where nothing uses a map.
     *
     * @param deeper whether the path may also stand before the end: what is at the target has a type with elements of its own
     */
    boolean ends(Lineage leaf, boolean deeper) {
        List<String> wanted = hops.get(hops.size() - 1).path();
        List<String> steps = List.of(leaf.path().replaceAll("\\[\\d+]", "").split("\\.", -1));
        int last = steps.size() - wanted.size();
        for (int at = deeper ? 1 : Math.max(1, last); at <= last; at++) {
            if (matches(steps.subList(at, at + wanted.size()), wanted)) {
                return true;
            }
        }
        return wanted.isEmpty();
    }

    private static boolean matches(List<String> steps, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!alike(steps.get(i), wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isType(String reference, String types) {
        String type = reference.substring(0, reference.indexOf('/'));
        for (String one : types.split("\\|", -1)) {
            if (one.trim().equals(type)) {
                return true;
            }
        }
        return false;
    }

    private static boolean under(String leafPath, List<String> path, boolean wholeReference) {
        String[] steps = leafPath.replaceAll("\\[\\d+]", "").split("\\.", -1);
        int own = steps.length - 1 - (wholeReference ? 1 : 0);
        if (own < path.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            if (!alike(steps[i + 1], path.get(i))) {
                return false;
            }
        }
        return !wholeReference || own == path.size();
    }

    static boolean alike(String step, String wanted) {
        String a = step.toLowerCase(Locale.ROOT);
        String b = wanted.toLowerCase(Locale.ROOT);
        boolean form =
                a.startsWith(b) && step.length() > wanted.length() && Character.isUpperCase(step.charAt(b.length()));
        return a.equals(b) || form || b.length() >= 8 && distance(a, b) <= 2;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
