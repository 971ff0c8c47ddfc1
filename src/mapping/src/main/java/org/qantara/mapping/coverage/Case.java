package org.qantara.mapping.coverage;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Explanation;
import org.qantara.mapping.Facility;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.SourceMessage;

/**
 * One generated message for a row in a context: the row's field valued, its conditions and those on the way to it fulfilled,
 * everything else as little as the structure allows.
 */
final class Case {
    private static final Facility FACILITY = new Facility("GEN", "GEN", ZoneOffset.UTC, Facility.NumbersRestart.NEVER);
    private static final OffsetDateTime RECEIVED = OffsetDateTime.parse("2026-01-02T10:17:00Z");
    private static final Pattern REF = Pattern.compile("([A-Z][A-Z0-9]{1,2})[-.](\\d+)(?:\\.(\\d+))?");
    private final SampleMessage message;
    private final SampleMessage.Segment segment;
    private final int field;
    private final List<Integer> component;

    private Case(Skeleton skeleton, int field, List<Integer> component) {
        this.message = skeleton.message();
        this.segment = skeleton.target();
        this.field = field;
        this.component = List.copyOf(component);
    }

    /**
     * Builds the message of a segment or data type row.
     *
     * @param wishes what the row's own condition asks for, and the notes on it and on the rows that lead to it
     * @param value text for the row's field or component, or null for a sample of its type
     * @return null when the context cannot hold the row
     */
    static @Nullable Case of(GuideRow row, Context context, List<Wishes> wishes, @Nullable String value) {
        Skeleton skeleton = Skeleton.of(context.structure(), context.way());
        GuideRow user = context.segment();
        boolean inside = row.kind() == GuideRow.Kind.DATATYPES;
        List<Integer> component = new ArrayList<>(context.component());
        if (inside && row.number() > 0 && !Samples.single(row.sourceName())) {
            component.add(row.number());
        }
        if (skeleton == null || component.size() > 2) {
            return null;
        }
        Case made = new Case(skeleton, user.number(), component);
        List<Integer> siblings =
                !inside || component.isEmpty() ? List.of() : component.subList(0, component.size() - 1);
        made.typed(context.entry());
        made.typed(Wishes.of(user.condition()).get(0));
        made.typed(wishes);
        made.own(row, context, inside, value);
        made.wish(context.entry(), List.of());
        boolean possible = !inside || made.wish(Wishes.of(user.condition()).get(0), List.of());
        for (int level = 0; level < context.through().size(); level++) {
            List<Integer> at = context.component()
                    .subList(0, Math.min(level, context.component().size()));
            possible &= made.wish(
                    Wishes.of(context.through().get(level).condition()).get(0), at);
        }
        possible &= made.wish(wishes, siblings);
        made.repeat(context.entry());
        made.repeat(wishes);
        return possible ? made : null;
    }

    /** Builds the message of a message row: the segment with samples in all fields that its map carries without conditions. */
    static @Nullable Case of(GuideRow row, List<GuideRow> segmentRows, List<Wishes> wishes) {
        Skeleton skeleton = Skeleton.of(row.map(), Contexts.way(row));
        if (skeleton == null) {
            return null;
        }
        Case made = new Case(skeleton, 0, List.of());
        made.typed(wishes);
        for (GuideRow part : segmentRows) {
            boolean own = part.source().startsWith(made.segment.name + "-") && part.mapped();
            if (own
                    && part.condition() == null
                    && made.segment.field(part.number()).isEmpty()) {
                made.segment.write(
                        part.number(), List.of(), Samples.of(part.source(), part.type(), part.vocabulary(), part.id()));
            }
        }
        boolean possible = made.wish(wishes, List.of());
        made.repeat(wishes);
        return possible ? made : null;
    }

    /** What OBX-2 says decides what OBX-5 is. */
    private void typed(List<Wishes> wishes) {
        wish(wishes.stream().filter(w -> w.ref().equals("OBX-2")).toList(), List.of());
        if (segment.name.equals("OBX")) {
            segment.write(5, List.of(), Samples.ofType(segment.field(2), segment.field(2)));
        }
    }

    private void own(GuideRow row, Context context, boolean inside, @Nullable String value) {
        if (field == 0) {
            return;
        }
        String type = segment.name.equals("OBX") && field == 5
                ? segment.field(2)
                : context.segment().type();
        String name = segment.name + "-" + field;
        if (!inside) {
            segment.write(field, List.of(), value != null ? value : Samples.of(name, type, row.vocabulary(), row.id()));
            return;
        }
        segment.write(field, List.of(), Samples.of(name, type, "", row.id()));
        if (component.isEmpty()) {
            boolean whole = row.number() == 0 && Samples.known(row.sourceName());
            segment.write(
                    field,
                    List.of(),
                    value != null ? value : Samples.of(name, whole ? row.sourceName() : type, "", row.id()));
        } else {
            // a type without components is written as the place that holds it: HD.3 for ID.1
            boolean single =
                    Samples.single(row.sourceName()) && !context.through().isEmpty();
            String place = single ? context.innermost().source() : row.source();
            String written =
                    value != null ? value : Samples.of(place, Samples.component(row), row.vocabulary(), row.id());
            segment.write(field, component, Samples.inside(written, component.size()));
            beside(row);
        }
    }

    /** A text or a system of an alternate code says nothing without the code: the code stands there too. */
    private void beside(GuideRow row) {
        int code = Samples.codeOf(row.sourceName(), row.number());
        List<Integer> place = new ArrayList<>(component.subList(0, component.size() - 1));
        place.add(code);
        if (code > 0 && segment.read(field, place).isEmpty()) {
            segment.write(field, place, "V9");
        }
    }

    /** Fulfils wishes; false when one names a segment that the message does not have. */
    private boolean wish(List<Wishes> wishes, List<Integer> siblings) {
        boolean possible = true;
        for (Wishes wish : wishes) {
            possible &= wish(wish, siblings);
        }
        return possible;
    }

    private boolean wish(Wishes wish, List<Integer> siblings) {
        Matcher ref = REF.matcher(wish.ref());
        if (wish.ref().equals(".")) {
            return write(segment, field, component, wish);
        }
        if (!ref.matches()) {
            SampleMessage.Segment whole = message.near(wish.ref(), segment);
            if ("".equals(wish.value()) && whole != null) {
                message.segments.remove(whole);
            }
            return "".equals(wish.value()) || whole != null;
        }
        int number = Integer.parseInt(ref.group(2));
        SampleMessage.Segment named = message.near(ref.group(1), segment);
        if (named != null || Samples.isSegment(ref.group(1))) {
            List<Integer> path = ref.group(3) == null ? List.of() : List.of(Integer.parseInt(ref.group(3)));
            return named == null ? "".equals(wish.value()) : write(named, number, path, wish);
        }
        List<Integer> path = new ArrayList<>(siblings);
        path.add(number);
        boolean around = path.size() < component.size()
                && path.equals(component.subList(0, path.size())); // the row's own place is in it
        return around || path.size() <= 2 && write(segment, field, path, wish);
    }

    /** Writes a second repetition where one is wanted, when all else is written. */
    private void repeat(List<Wishes> wishes) {
        for (Wishes wish : wishes) {
            Matcher ref = REF.matcher(wish.ref());
            if (wish.count() > 1 && ref.matches() && segment.name.equals(ref.group(1))) {
                int number = Integer.parseInt(ref.group(2));
                String once = segment.field(number);
                segment.write(number, List.of(), once + "~" + once.replace('1', '2'));
            }
        }
    }

    private static boolean write(SampleMessage.Segment at, int field, List<Integer> path, Wishes wish) {
        if (wish.ref().equals("OBX-2") && wish.value() == null && wish.avoid().isEmpty()) {
            return true;
        }
        String present = at.read(field, path);
        String code = at.read(field, path.isEmpty() ? List.of(1) : path);
        if (wish.value() != null) {
            boolean there = path.isEmpty() && !wish.value().isEmpty() && code.equals(wish.value());
            if (!there) {
                at.write(field, path, wish.value());
            }
        } else if (wish.avoid().contains(code)) {
            at.write(field, path, wish.avoid().contains("OTH") ? "ZZ" : "OTH");
        } else if (present.isEmpty() && wish.avoid().isEmpty()) {
            at.write(field, path, Samples.filler(at.name + "-" + field, path));
        }
        boolean number = at.name.equals("OBX")
                && field == 5
                && path.equals(List.of(3))
                && at.read(5, List.of(4)).isEmpty();
        if (number && !at.read(5, path).isEmpty()) {
            at.write(5, List.of(4), "934");
        }
        return true;
    }

    /** The same message without the row's field. */
    Case without() {
        segment.fields.remove(field);
        return this;
    }

    /** Runs the maps. */
    Explanation run(Mappings maps) {
        byte[] body = text().getBytes(StandardCharsets.UTF_8);
        return maps.explain(new SourceMessage(body, StandardCharsets.UTF_8, "hl7v2", FACILITY, RECEIVED));
    }

    String text() {
        return message.text();
    }

    /** Where the row's field stands, or null when it has none. */
    int @Nullable [] span() {
        return field == 0 ? null : SampleMessage.span(segment, field);
    }

    /** The text of the row's field or component. */
    String value() {
        return segment.read(field, component);
    }
}
