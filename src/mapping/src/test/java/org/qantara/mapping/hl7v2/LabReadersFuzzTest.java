package org.qantara.mapping.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.qantara.mapping.csv.CsvDocument;
import org.qantara.mapping.source.SourceDocument;

/**
 * Fuzz targets of the laboratories' readers: ASTM and HPRIM records, delimited rows. Any bytes are read or refused with a code; of what
 * is read every leaf has text, a place, and bytes inside the body. Behind {@code -Plong} they replay, with JAZZER_FUZZ=1 they search.
 */
@Tag("long")
class LabReadersFuzzTest {
    private static final List<Charset> CHARSETS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE);
    private static final List<String> COLUMNS = List.of("patient_id", "order_number", "value");

    @FuzzTest(maxDuration = "90s")
    void recordsAreReadOrRefused(byte[] bytes) {
        for (Charset charset : CHARSETS) {
            for (boolean hprim : new boolean[] {false, true}) {
                try {
                    walk(LabRecords.read(bytes, charset, hprim));
                    walk(LabRecords.read(bytes, charset, hprim, "|\\^&"));
                } catch (Hl7Unreadable e) {
                    assertThat(e.code()).isNotBlank();
                    assertThat(e.place()).isNotBlank();
                }
            }
        }
    }

    @FuzzTest(maxDuration = "90s")
    void rowsAreReadOrRefused(byte[] bytes) {
        for (Charset charset : CHARSETS) {
            try {
                CsvDocument.headings(bytes, charset);
                walk(CsvDocument.read(bytes, charset, "row", COLUMNS));
            } catch (CsvDocument.Unreadable e) {
                assertThat(e.place()).startsWith("row ");
            }
        }
    }

    private static void walk(SourceDocument document) {
        document.leaves((record, field, component, subComponent, node) -> {
            assertThat(document.start(node)).isBetween(0, document.bytes().length);
            assertThat(document.end(node)).isBetween(document.start(node), document.bytes().length);
            assertThat(document.where(node)).isNotBlank();
        });
        for (int record = 0; record < document.records(); record++) {
            for (int number = 1; number < 30; number++)
                document.text(document.firstRepetition(document.field(record, number)));
        }
    }
}
