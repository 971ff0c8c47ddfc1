package org.qantara.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qantara.connectors.lab.file.FileFormat;
import org.qantara.mapping.Facility;
import org.qantara.mapping.SourceMessage;
import org.qantara.mapping.Unmapped;

class LabFilesTest {
    private static final Facility LAB = Facility.unknown(ZoneId.of("Africa/Casablanca"));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "results.txt;H|\\^&|||LIS;astm",
                "results.hpr;H|~^\\&|f.hpr||LABO;hprim",
                "results.hpr;H!~^\\&!f.hpr!;hprim",
                "table.CSV;patient_id,test;csv",
                "message.hl7;MSH|^~\\&|A|B;",
                "letter.txt;Hello | there;",
                "letter.txt;H| no delimiters;",
                "empty.txt;'';",
            })
    void what_a_file_holds_is_seen_from_its_content(String name, String text, String format) {
        FileFormat found = LabFiles.format(Path.of(name), text.getBytes(StandardCharsets.UTF_8));
        assertThat(found == null ? null : found.name()).isEqualTo(format);
    }

    @Test
    void a_byte_order_mark_does_not_hide_the_header() {
        byte[] bytes = "\uFEFFH|\\^&|||LIS\rL|1\r".getBytes(StandardCharsets.UTF_8);
        assertThat(LabFiles.format(Path.of("x"), bytes)).isEqualTo(FileFormat.astm);
    }

    @Test
    void files_are_cut_into_messages_as_the_pickup_does() {
        byte[] two = "H|\\^&|1\rP|1\rL|1\rH|\\^&|2\rL|1\r".getBytes(StandardCharsets.UTF_8);
        assertThat(LabFiles.messages(two, FileFormat.astm, "", LAB))
                .extracting(m -> new String(m.body(), StandardCharsets.UTF_8))
                .containsExactly("H|\\^&|1\rP|1\rL|1\r", "H|\\^&|2\rL|1\r");
        byte[] table = "id,name\n1,Zoé\n2,B\n".getBytes(StandardCharsets.UTF_8);
        List<SourceMessage> rows = LabFiles.messages(table, FileFormat.csv, "", LAB);
        assertThat(rows)
                .extracting(m -> new String(m.body(), m.charset()))
                .containsExactly("id,name\n1,Zoé\n", "id,name\n2,B\n");
        assertThat(rows).extracting(SourceMessage::format).containsOnly("csv");
    }

    @Test
    void a_data_set_is_known_by_its_first_tag() {
        assertThat(DicomFiles.isJson("{ \"00080005\": {\"vr\":\"CS\"}}".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(DicomFiles.isJson("{\"resourceType\":\"Bundle\"}".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void each_message_counts_once_per_field_and_facility() {
        var summary = new UnmappedSummary();
        summary.add("LAB", List.of(leaf("OBX-13", 1), leaf("OBX-13", 5), leaf("PID-10", 9)));
        summary.add("LAB", List.of(leaf("OBX-13", 1)));
        summary.add("CHU", List.of(leaf("PID-10", 1)));
        var out = new ByteArrayOutputStream();
        summary.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8).lines().skip(2).map(l -> l.replaceAll(" +", " ")))
                .containsExactly("2 LAB OBX-13", "1 CHU PID-10", "1 LAB PID-10");
    }

    private static Unmapped leaf(String path, int at) {
        return new Unmapped(path, path, at, at + 1);
    }
}
