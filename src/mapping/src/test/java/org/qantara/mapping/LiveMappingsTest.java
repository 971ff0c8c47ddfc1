package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveMappingsTest {
    @TempDir
    private Path folder;

    private void copy() throws IOException {
        try (Stream<Path> files = Files.walk(Data.mappings())) {
            files.filter(Files::isRegularFile).forEach(file -> {
                Path target = folder.resolve(Data.mappings().relativize(file).toString());
                try {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private void edit(String file, String find, String replacement) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(find);
        Files.writeString(path, text.replace(find, replacement));
    }

    @Test
    void swapsWhatCompilesReportsWhatDoesNotAndKeepsRunning() throws IOException {
        copy();
        LiveMappings live = new LiveMappings(folder);
        assertThat(live.refresh()).isEqualTo(LiveMappings.Change.SWAPPED);
        Mappings before = live.current();
        String first = before.version();
        assertThat(live.refresh()).isEqualTo(LiveMappings.Change.NONE);

        edit("base/hl7v2/tables/observations.yaml", "  P: preliminary @9", "  P: registered @9");
        assertThat(live.refresh()).isEqualTo(LiveMappings.Change.SWAPPED);
        String second = live.current().version();
        assertThat(second).isNotEqualTo(first).hasSize(64);
        assertThat(before.version())
                .as("a message keeps the maps it began with")
                .isEqualTo(first);
        assertThat(live.diagnostics()).noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);

        edit("base/hl7v2/segments/pid.yaml", "birthDate @8: PID-7", "birthday @8: PID-7");
        assertThat(live.refresh()).isEqualTo(LiveMappings.Change.BROKEN);
        assertThat(live.diagnostics()).anySatisfy(d -> assertThat(d.code()).isEqualTo("UNKNOWN-TARGET"));
        assertThat(live.current().version()).isEqualTo(second);
        assertThat(live.refresh()).as("a broken folder is reported once").isEqualTo(LiveMappings.Change.NONE);
        MapOutcome outcome = live.current()
                .map(Data.hl7(
                        "MSH|^~\\&|A|B|||20260101||ADT^A08|1|P|2.5\nPID|1||7^^^X^PI||Doe^Jane", Data.facility("X")));
        assertThat(outcome).isInstanceOf(MapOutcome.Mapped.class);

        edit("base/hl7v2/segments/pid.yaml", "birthday @8: PID-7", "birthDate @8: PID-7");
        assertThat(live.refresh()).isEqualTo(LiveMappings.Change.SWAPPED);
        assertThat(live.current().version()).isEqualTo(second);
    }

    @Test
    void touchingAFileIsNoChange() throws IOException {
        copy();
        LiveMappings live = new LiveMappings(folder);
        live.refresh();
        Path file = folder.resolve("base/hl7v2/segments/pid.yaml");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        assertThat(live.refresh()).isEqualTo(LiveMappings.Change.NONE);
    }

    @Test
    void brokenMapsDoNotRunAndAreTakenWhenMended() throws IOException {
        Files.writeString(folder.resolve("x.yaml"), "map: PID -> Patients\n");
        LiveMappings live = new LiveMappings(folder);
        assertThat(live.refresh()).isEqualTo(LiveMappings.Change.BROKEN);
        assertThatThrownBy(live::current)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("x.yaml:1:13: error: R4 has no type Patients");
        Files.delete(folder.resolve("x.yaml"));
        copy();
        assertThat(live.refresh()).isEqualTo(LiveMappings.Change.SWAPPED);
        assertThat(live.current().version()).hasSize(64);
    }
}
