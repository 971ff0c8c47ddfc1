package org.qantara.engine.message;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;

/**
 * Why a message was not applied.
 *
 * @param code symbolic code; says what it is called in every protocol and what to do next
 * @param detail finer code of whoever found it ({@code CODE-UNMAPPED} of the maps); null when there is none
 * @param location where: HL7 ERR-2 form for envelopes, segment or rule for maps; null when there is no place
 * @param text one sentence for people, no patient data
 */
public record Fault(ErrorCode code, @Nullable String detail, @Nullable String location, String text) {
    private static final int TEXT_CHARS_MAX = 2_000;
    private static final Pattern ERR_2 = Pattern.compile("[A-Z][A-Z0-9]{2}(\\^\\d*){0,5}");
    /** A place as maps name it: {@code PID-5}, {@code OBX[3]-5[2].1.1}. */
    private static final Pattern PLACE =
            Pattern.compile("([A-Z][A-Z0-9]{2})(?:\\[(\\d+)])?(?:-(\\d+)(?:\\[(\\d+)])?(?:\\.(\\d+)(?:\\.(\\d+))?)?)?");

    /** Cuts the text to what the ledger stores. */
    public Fault {
        text = text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX);
    }

    /**
     * The place in the form of ERR-2 (HL7 v2.5 chapter 2): {@code OBX^3^5^1^2} for a map's {@code OBX[3]-5.2}. Null where the
     * location is not a place in an HL7 message.
     */
    public @Nullable String hl7Location() {
        if (location == null || ERR_2.matcher(location).matches()) {
            return location;
        }
        Matcher place = PLACE.matcher(location);
        if (!place.matches()) {
            return null;
        }
        StringBuilder out = new StringBuilder(place.group(1)).append('^').append(orOne(place.group(2)));
        if (place.group(3) != null) {
            out.append('^').append(place.group(3));
        }
        if (place.group(5) != null) {
            out.append('^').append(orOne(place.group(4))).append('^').append(place.group(5));
        }
        if (place.group(6) != null) {
            out.append('^').append(place.group(6));
        }
        return out.toString();
    }

    private static String orOne(@Nullable String ordinal) {
        return ordinal == null ? "1" : ordinal;
    }

    /** A fault without a finer code. */
    public static Fault of(ErrorCode code, @Nullable String location, String text) {
        return new Fault(code, null, location, text);
    }
}
