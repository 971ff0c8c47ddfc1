package org.qantara.app.cli;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.lab.CharsetDecision;
import org.qantara.connectors.lab.file.FileFormat;
import org.qantara.connectors.lab.file.FileMessages;
import org.qantara.mapping.Facility;
import org.qantara.mapping.SourceMessage;

/** Files of laboratories as the commands see them: ASTM and HPRIM records, delimited tables. */
final class LabFiles {
    private static final OffsetDateTime FIXED = OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final int DELIMITERS_OF_HPRIM = 4;

    private LabFiles() {}

    /**
     * What a file holds; null when it is none of a laboratory's. Both record formats begin with H: HPRIM declares four delimiters in
     * its first field ({@code H|~^\&|}), ASTM three ({@code H|\^&|}). A table is known by its name, {@code .csv}.
     */
    static @Nullable FileFormat format(Path file, byte[] bytes) {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) return FileFormat.csv;
        int at = 0;
        while (at < bytes.length && (bytes[at] < 0 || bytes[at] <= ' ')) at++; // byte order mark, blanks
        if (at + 2 >= bytes.length || bytes[at] != 'H' || isWord(bytes[at + 1])) return null;
        int end = at + 2;
        while (end < bytes.length && bytes[end] != bytes[at + 1] && bytes[end] > ' ') {
            if (isWord(bytes[end])) return null;
            end++;
        }
        int declared = end - at - 2;
        return declared == 0 || declared > DELIMITERS_OF_HPRIM
                ? null
                : declared == DELIMITERS_OF_HPRIM ? FileFormat.hprim : FileFormat.astm;
    }

    private static boolean isWord(byte sign) {
        return Character.isLetterOrDigit(sign & 0xFF);
    }

    /**
     * The messages of a file.
     *
     * @param configured character set of the facility's route, empty when it names none
     */
    static List<SourceMessage> messages(byte[] bytes, FileFormat format, String configured, Facility facility) {
        String charset = CharsetDecision.of(bytes, configured).charset();
        return FileMessages.of(bytes, format, charset).stream()
                .map(body -> new SourceMessage(body, Charset.forName(charset), format.name(), facility, FIXED))
                .toList();
    }
}
