package org.qantara.connectors.lab.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.qantara.connectors.lab.CharsetDecision;

/**
 * Hostile files of each format: whatever stands in them, every byte that is no byte order mark, blank or batch envelope is in some part, a
 * charset is decided on, and no document outside the folder is read. Behind {@code -Plong} it replays; with JAZZER_FUZZ=1 it searches.
 */
@Tag("long")
class FilesFuzzTest {
    private static final Path NOWHERE = Path.of("target", "no-such-folder");

    @FuzzTest(maxDuration = "90s")
    void anyBytesAreCut(byte[] file) throws IOException {
        CharsetDecision charset = CharsetDecision.of(file, "");
        assertThat(Charset.isSupported(charset.charset())).isTrue();
        for (FileFormat format : FileFormat.values()) {
            List<FilePart> parts = new ArrayList<>();
            FileSplitter.split(file, format, charset.charset(), 1, parts::add);
            int bytes = parts.stream().mapToInt(part -> part.bytes().length).sum();
            if (format == FileFormat.hprim || format == FileFormat.astm) {
                assertThat(bytes).isBetween(letters(file, charset.charset()), file.length);
                for (FilePart part : parts)
                    assertThat(new Attachments(NOWHERE, 1_000).fill(part.bytes(), charset.charset()))
                            .isSameAs(part.bytes());
            }
        }
    }

    /** Bytes that must not vanish, in charsets of one byte. */
    private static int letters(byte[] file, String charset) {
        if (charset.startsWith("UTF-16")) return 0;
        int count = 0;
        for (int i = 0; i < file.length; i++) if (file[i] > ' ') count++;
        return count;
    }
}
