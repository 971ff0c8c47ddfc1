package org.qantara.mapping.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A message under construction: segments in order, fields as texts with their delimiters. Remembers where each field ends up. */
final class SampleMessage {
    /** One segment; fields by number. */
    static final class Segment {
        final String name;
        final TreeMap<Integer, String> fields = new TreeMap<>();
        private final TreeMap<Integer, int[]> spans = new TreeMap<>();

        Segment(String name) {
            this.name = name;
        }

        String field(int number) {
            return fields.getOrDefault(number, "");
        }

        /** Writes a field, a component or a sub-component: {@code path} holds their numbers below the field. */
        void write(int field, List<Integer> path, String value) {
            fields.put(field, put(field(field), "^&", path, value));
        }

        private static String put(String whole, String delimiters, List<Integer> path, String value) {
            if (path.isEmpty() || delimiters.isEmpty()) {
                return value;
            }
            String delimiter = delimiters.substring(0, 1);
            List<String> parts = new ArrayList<>(List.of(whole.split(java.util.regex.Pattern.quote(delimiter), -1)));
            while (parts.size() < path.get(0)) {
                parts.add("");
            }
            int index = path.get(0) - 1;
            parts.set(index, put(parts.get(index), delimiters.substring(1), path.subList(1, path.size()), value));
            return String.join(delimiter, parts);
        }

        /** The text of a component, empty when there is none. */
        String read(int field, List<Integer> path) {
            String at = field(field);
            String delimiters = "^&";
            for (int i = 0; i < path.size() && i < 2; i++) {
                String[] parts = at.split(java.util.regex.Pattern.quote(delimiters.substring(i, i + 1)), -1);
                at = path.get(i) <= parts.length ? parts[path.get(i) - 1] : "";
            }
            return at;
        }
    }

    final List<Segment> segments = new ArrayList<>();

    Segment add(String name) {
        Segment segment = new Segment(name);
        segments.add(segment);
        return segment;
    }

    /** The last segment of a name before the given one, else the first after it. */
    @Nullable
    Segment near(String name, @Nullable Segment segment) {
        if (segment != null && segment.name.equals(name)) {
            return segment;
        }
        int at = segment == null ? segments.size() : segments.indexOf(segment);
        for (int i = at - 1; i >= 0; i--) {
            if (segments.get(i).name.equals(name)) {
                return segments.get(i);
            }
        }
        return segments.stream().filter(s -> s.name.equals(name)).findFirst().orElse(null);
    }

    /** The message as sent, ASCII, segments ended by CR. */
    String text() {
        StringBuilder out = new StringBuilder();
        for (Segment segment : segments) {
            segment.spans.clear();
            boolean header = segment.name.equals("MSH");
            out.append(segment.name);
            int last = segment.fields.isEmpty() ? 0 : segment.fields.lastKey();
            for (int number = header ? 2 : 1; number <= last; number++) {
                out.append('|');
                int start = out.length();
                out.append(segment.field(number));
                segment.spans.put(number, new int[] {start, out.length()});
            }
            out.append('\r');
        }
        return out.toString();
    }

    /** Where a field stands in {@link #text}, start to before end; null when it was not written. */
    static int @Nullable [] span(Segment segment, int field) {
        return segment.spans.get(field);
    }
}
