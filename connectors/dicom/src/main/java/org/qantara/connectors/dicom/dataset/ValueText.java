package org.qantara.connectors.dicom.dataset;

import java.util.ArrayList;
import java.util.List;

/** Text values as DICOM means them: split, without padding, dates and times of old senders put right (PS3.5 section 6.2). */
final class ValueText {
    private ValueText() {}

    /** The values of a text representation; empty for no value. A value of no length is the empty string. */
    static List<String> strings(Vr vr, byte[] bytes, SpecificCharacterSet characterSet) {
        String text =
                switch (vr.kind()) {
                    case CHARSET_TEXT, SINGLE_TEXT -> characterSet.decode(bytes, vr == Vr.PN);
                    case TEXT -> SpecificCharacterSet.DEFAULT.decode(bytes, false);
                    default -> "";
                };
        if (vr.kind() == Vr.Kind.SINGLE_TEXT || vr == Vr.UR) {
            String value = trailing(text);
            return value.isEmpty() ? List.of() : List.of(value);
        }
        List<String> values = new ArrayList<>();
        for (String value : text.split("\\\\", -1)) {
            values.add(tidy(vr, value));
        }
        return values.size() == 1 && values.get(0).isEmpty() ? List.of() : values;
    }

    private static String tidy(Vr vr, String value) {
        String bare = trailing(value);
        return switch (vr) {
            case PN, UC -> bare;
            case DA -> date(bare.strip());
            case TM -> bare.strip().replace(":", "");
            default -> bare.strip();
        };
    }

    /** {@code 1990.01.01} of ACR-NEMA times becomes {@code 19900101}; {@code 00000000}, which some senders mean as "none", no value. */
    private static String date(String value) {
        String digits = value.length() == 10 && value.charAt(4) == '.' && value.charAt(7) == '.'
                ? value.replace(".", "")
                : value;
        return digits.equals("00000000") ? "" : digits;
    }

    /** Without trailing blanks and NULs: padding to an even length, and the padding of careless senders. */
    private static String trailing(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
            end--;
        }
        return text.substring(0, end);
    }
}
