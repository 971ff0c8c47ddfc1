package org.qantara.connectors.mllp.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes fields with the delimiters of the message that is answered, in the same view of its bytes (see {@link Msh}). */
final class SegmentText {
    private final Msh msh;
    private final Charset charset;

    SegmentText(Msh msh, Charset charset) {
        this.msh = msh;
        this.charset = charset;
    }

    /** MSH-2 of the answer: the sender's when they are usable, completed with the usual ones. */
    String encodingCharacters() {
        String more = msh.field(2).length() > 4 ? msh.field(2).substring(4, 5) : "";
        return "" + msh.componentSeparator() + msh.repetitionSeparator() + msh.escapeCharacter()
                + msh.subcomponentSeparator() + more;
    }

    void fields(StringBuilder out, String... values) {
        for (String value : values) {
            // a block character that the sender put into a field must not end the frame of our answer
            out.append(msh.fieldSeparator()).append(value.replace('\u000b', '?').replace('\u001c', '?'));
        }
    }

    String components(String... values) {
        return String.join(String.valueOf(msh.componentSeparator()), values);
    }

    /** {@code MSH^1^9} with the sender's component separator. */
    String location(@Nullable String location) {
        return location == null ? "" : escaped(location, 60, '^');
    }

    /** ERR-1 before 2.5: segment, its sequence, the field, and the error as the subcomponents of a fourth component. */
    String locationWithCode(@Nullable String location, String[] coded) {
        String[] places = location == null ? new String[0] : location.split("\\^", -1);
        String code = String.join(String.valueOf(msh.subcomponentSeparator()), coded);
        return components(place(places, 0), place(places, 1), place(places, 2), code);
    }

    private String place(String[] places, int index) {
        return index < places.length ? escaped(places[index], 20) : "";
    }

    /** A text for one field: delimiters escaped, line ends blank, cut to {@code lengthMax} characters, in the sender's character set. */
    String escaped(String text, int lengthMax) {
        return escaped(text, lengthMax, '\0');
    }

    private String escaped(String text, int lengthMax, char componentMark) {
        StringBuilder out = new StringBuilder();
        char escape = msh.escapeCharacter();
        for (char c : text.substring(0, Math.min(text.length(), lengthMax)).toCharArray()) {
            if (c == componentMark && c != '\0') {
                out.append(msh.componentSeparator());
            } else if (c == msh.fieldSeparator()) {
                out.append(escape).append('F').append(escape);
            } else if (c == msh.componentSeparator()) {
                out.append(escape).append('S').append(escape);
            } else if (c == msh.repetitionSeparator()) {
                out.append(escape).append('R').append(escape);
            } else if (c == msh.subcomponentSeparator()) {
                out.append(escape).append('T').append(escape);
            } else if (c == escape) {
                out.append(escape).append('E').append(escape);
            } else {
                out.append(c < ' ' ? ' ' : c);
            }
        }
        return msh.view().equals(StandardCharsets.ISO_8859_1)
                ? new String(out.toString().getBytes(charset), StandardCharsets.ISO_8859_1)
                : out.toString();
    }
}
