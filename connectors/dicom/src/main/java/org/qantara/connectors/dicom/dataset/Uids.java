package org.qantara.connectors.dicom.dataset;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** SOP classes and transfer syntaxes of PS3.6 annex A, from the resource {@code uids.tsv}. Immutable. */
public final class Uids {
    public static final String VERIFICATION = "1.2.840.10008.1.1";
    public static final String IMPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2";
    public static final String EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
    public static final String DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1.99";
    public static final String EXPLICIT_VR_BIG_ENDIAN = "1.2.840.10008.1.2.2";
    private static final String MEDIA_STORAGE_DIRECTORY = "1.2.840.10008.1.3.10";

    private static final Pattern VALID = Pattern.compile("[0-9.]{1,64}");
    private static final Map<String, String> NAMES = new HashMap<>();
    private static final Map<String, String> BY_KEYWORD = new HashMap<>();
    private static final Set<String> STORAGE = new HashSet<>();
    private static final Set<String> TRANSFER_SYNTAXES = new HashSet<>();

    static {
        for (String[] row : FactTable.read("uids.tsv", 4)) {
            NAMES.put(row[0], row[3]);
            BY_KEYWORD.put(row[2], row[0]);
            if (row[1].equals("Transfer Syntax")) {
                TRANSFER_SYNTAXES.add(row[0]);
            } else if (row[1].equals("SOP Class")
                    && row[3].contains(" Storage")
                    && !row[0].equals(MEDIA_STORAGE_DIRECTORY)) {
                STORAGE.add(row[0]);
            }
        }
    }

    private Uids() {}

    /** The standard's name of a UID, or the UID itself. */
    public static String name(String uid) {
        return NAMES.getOrDefault(uid, uid);
    }

    /** The UID of a keyword such as {@code CTImageStorage}, or null. */
    public static @Nullable String byKeyword(String keyword) {
        return BY_KEYWORD.get(keyword);
    }

    /** Every SOP class that C-STORE may carry, retired ones included. */
    public static Set<String> storageSopClasses() {
        return Set.copyOf(STORAGE);
    }

    /** Every registered transfer syntax, retired ones included. */
    public static Set<String> transferSyntaxes() {
        return Set.copyOf(TRANSFER_SYNTAXES);
    }

    /** True for 1 to 64 digits and dots; leading zeros, which real devices send, are let pass. */
    public static boolean valid(String uid) {
        return VALID.matcher(uid).matches();
    }
}
