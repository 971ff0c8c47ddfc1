package org.qantara.connectors.dicom.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The data elements of PS3.6, from the resource {@code dictionary.tsv}. Immutable. */
public final class Dictionary {
    /**
     * One data element.
     *
     * @param vrs one representation; several where the standard says "US or SS" and the like; none for items
     */
    public record Entry(List<Vr> vrs, String vm, String keyword) {}

    private record Repeating(int mask, int pattern, Entry entry) {}

    private static final Map<Integer, Entry> ENTRIES = new HashMap<>(8192);
    private static final Map<String, Integer> TAGS = new HashMap<>(8192);
    private static final List<Repeating> REPEATING = new ArrayList<>();

    static {
        for (String[] row : FactTable.read("dictionary.tsv", 4)) {
            Entry entry = new Entry(vrs(row[1]), row[2], row[3]);
            if (row[0].indexOf('x') < 0) {
                int tag = Integer.parseUnsignedInt(row[0], 16);
                ENTRIES.put(tag, entry);
                if (!entry.keyword().isEmpty()) { // retired elements without a name
                    TAGS.put(entry.keyword(), tag);
                }
            } else {
                int mask =
                        Integer.parseUnsignedInt(row[0].replaceAll("[^x]", "F").replace('x', '0'), 16);
                REPEATING.add(new Repeating(mask, Integer.parseUnsignedInt(row[0].replace('x', '0'), 16), entry));
            }
        }
    }

    private Dictionary() {}

    private static List<Vr> vrs(String cell) {
        List<Vr> vrs = new ArrayList<>();
        for (String name : cell.split("\\|")) {
            if (!name.equals("NONE")) {
                vrs.add(Vr.valueOf(name));
            }
        }
        return List.copyOf(vrs);
    }

    /** The entry of a standard tag, repeating groups included; null for private and unknown ones. */
    public static @Nullable Entry entry(int tag) {
        Entry entry = ENTRIES.get(tag);
        if (entry != null || Tag.isPrivate(tag)) {
            return entry;
        }
        for (Repeating repeating : REPEATING) {
            if ((tag & repeating.mask) == repeating.pattern) {
                return repeating.entry;
            }
        }
        return null;
    }

    /** The tag of a keyword such as {@code PatientID}, or null. */
    public static @Nullable Integer tag(String keyword) {
        return TAGS.get(keyword);
    }
}
