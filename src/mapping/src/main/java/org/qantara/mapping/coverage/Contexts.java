package org.qantara.mapping.coverage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds where rows apply: segments by the guide's message rows, data types and tables by the rows that use them. */
final class Contexts {
    private static final int PER_ROW_MAX = 400;
    private static final int PER_USER_MAX = 3;
    private static final int PER_PLACE_MAX = 12;
    private static final int DEPTH_MAX = 3;
    private final Guide guide;
    private final Set<String> named;
    private final Map<String, List<GuideRow>> messageRows = new HashMap<>();
    private final Map<String, List<GuideRow>> segmentUsers = new HashMap<>();
    private final Map<String, List<GuideRow>> dataTypeUsers = new HashMap<>();

    /** @param named rows that rules name; contexts through them come first */
    Contexts(Guide guide, Set<String> named) {
        this.guide = guide;
        this.named = named;
        for (GuideRow row : rows(GuideRow.Kind.MESSAGES)) {
            messageRows.computeIfAbsent(key(row.via()), k -> new ArrayList<>()).add(row);
        }
        for (GuideRow row : rows(GuideRow.Kind.SEGMENTS)) {
            segmentUsers.computeIfAbsent(key(row.via()), k -> new ArrayList<>()).add(row);
        }
        for (GuideRow row : rows(GuideRow.Kind.DATATYPES)) {
            dataTypeUsers
                    .computeIfAbsent(key(row.via()), k -> new ArrayList<>())
                    .add(row);
        }
    }

    private List<GuideRow> rows(GuideRow.Kind kind) {
        return guide.all().getOrDefault(kind, List.of()).stream()
                .sorted((a, b) -> Boolean.compare(named.contains(b.id()), named.contains(a.id())))
                .toList();
    }

    private static String key(String map) {
        return map.toLowerCase(Locale.ROOT);
    }

    /** Contexts of a segment row. */
    List<Context> ofSegment(GuideRow row) {
        String source = row.source().isBlank() ? row.sourceName() : row.source().replaceAll("[-.].*", "");
        Map<List<String>, Context> found = new LinkedHashMap<>();
        for (GuideRow message : messageRows.getOrDefault(key(row.map()), List.of())) {
            if (found.size() < PER_ROW_MAX) {
                List<String> way = way(message);
                List<String> whole = new ArrayList<>(List.of(message.map()));
                whole.addAll(way);
                List<Wishes> entry = Wishes.of(message.condition()).get(0);
                found.putIfAbsent(whole, new Context(row, message.map(), way, entry, List.of(), List.of()));
            }
        }
        for (String structure : Skeleton.structures()) {
            if (found.size() < PER_ROW_MAX && Skeleton.holds(structure, source)) {
                found.putIfAbsent(
                        List.of(structure, source),
                        new Context(row, structure, List.of(source), List.of(), List.of(), List.of()));
            }
        }
        return List.copyOf(found.values());
    }

    /** Groups and segment of {@code ORU_R01.PATIENT_RESULT.PATIENT.PID}, {@code ADT_A01:follow:PID.ROL}. */
    static List<String> way(GuideRow message) {
        List<String> words = new ArrayList<>(List.of(message.source().split("[.:]", -1)));
        words.remove(0);
        words.removeIf(w -> w.isBlank() || w.equals("follow"));
        if (message.map().equals("MDM_T02")) {
            words.replaceAll(w -> w.equals("OBSERVATION") ? "OBXNTE" : w); // the structure's own name for the group
        }
        return words.isEmpty() ? List.of("MSH") : words;
    }

    /** Contexts of a data type row. */
    List<Context> ofDataType(GuideRow row) {
        List<Context> found = new ArrayList<>();
        users(row.map(), List.of(), List.of(), 0, found);
        return found;
    }

    private void users(String map, List<Integer> below, List<GuideRow> through, int depth, List<Context> found) {
        for (GuideRow user : segmentUsers.getOrDefault(key(map), List.of())) {
            List<Context> contexts = ofSegment(user);
            for (Context context : contexts.subList(0, Math.min(PER_USER_MAX, contexts.size()))) {
                if (found.size() < PER_ROW_MAX) {
                    found.add(new Context(user, context.structure(), context.way(), context.entry(), below, through));
                }
            }
        }
        for (GuideRow user :
                depth < DEPTH_MAX ? dataTypeUsers.getOrDefault(key(map), List.<GuideRow>of()) : List.<GuideRow>of()) {
            List<Integer> longer = new ArrayList<>();
            if (user.number() > 0 && !Samples.single(user.sourceName())) {
                longer.add(user.number());
            }
            longer.addAll(below);
            List<GuideRow> rows = new ArrayList<>(List.of(user));
            rows.addAll(through);
            users(user.map(), longer, rows, depth + 1, found);
        }
    }

    /** Contexts of every place of a data type, for rows of maps that nothing in the guide uses. */
    List<Context> ofType(GuideRow row) {
        List<Context> found = new ArrayList<>();
        List<GuideRow> users = rows(GuideRow.Kind.SEGMENTS).stream()
                .filter(user -> user.type().trim().equals(row.sourceName()) && user.condition() == null)
                .toList();
        int each = users.size() > PER_PLACE_MAX ? PER_USER_MAX : PER_PLACE_MAX;
        users.forEach(user -> ofSegment(user).stream().limit(each).forEach(found::add));
        for (Standard.Place place : Standard.places(row.sourceName())) {
            ofSegment(place.field()).stream()
                    .limit(PER_USER_MAX)
                    .map(at -> new Context(
                            place.field(), at.structure(), at.way(), at.entry(), place.component(), List.of()))
                    .forEach(found::add);
        }
        return found;
    }

    /** Rows of segments and data types that a table translates for; last the field that the standard binds to it. */
    List<GuideRow> ofTable(String table, String codeSystem) {
        List<GuideRow> found = new ArrayList<>();
        for (GuideRow.Kind kind : List.of(GuideRow.Kind.SEGMENTS, GuideRow.Kind.DATATYPES)) {
            for (GuideRow row : rows(kind)) {
                if (key(row.vocabulary()).equals(key(table))) {
                    found.add(row);
                }
            }
        }
        found.addAll(Standard.bound(codeSystem));
        return found;
    }
}
