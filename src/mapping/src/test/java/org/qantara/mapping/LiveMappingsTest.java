package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        List<Diagnostic> reported = new ArrayList<>();
        LiveMappings live = LiveMappings.open(folder, reported::addAll);
        String first = live.version();
        assertThat(live.refresh()).isEqualTo(LiveMappings.Change.NONE);

        edit("base/hl7v2/tables/observations.yaml", "  P: preliminary @9", "  P: registered @9");
        assertThat(live.refresh()).isEqualTo(LiveMappings.Change.SWAPPED);
        String second = live.version();
        assertThat(second).isNotEqualTo(first).hasSize(64);
        assertThat(reported).isEmpty();

        edit("base/hl7v2/segments/pid.yaml", "birthDate @8: PID-7", "birthday @8: PID-7");
        assertThat(live.refresh()).isEqualTo(LiveMappings.Change.BROKEN);
        assertThat(reported).anySatisfy(d -> assertThat(d.code()).isEqualTo("UNKNOWN-TARGET"));
        assertThat(live.version()).isEqualTo(second);
        assertThat(live.refresh()).as("a broken folder is reported once").isEqualTo(LiveMappings.Change.NONE);
        MapOutcome outcome = live.map(
                Data.hl7("MSH|^~\\&|A|B|||20260101||ADT^A08|1|P|2.5\nPID|1||7^^^X^PI||Doe^Jane", Data.facility("X")));
        assertThat(outcome).isInstanceOf(MapOutcome.Mapped.class);

        edit("base/hl7v2/segments/pid.yaml", "birthday @8: PID-7", "birthDate @8: PID-7");
        assertThat(live.refresh()).isEqualTo(LiveMappings.Change.SWAPPED);
        assertThat(live.version()).isEqualTo(second);
    }

    @Test
    void brokenMapsDoNotOpen() throws IOException {
        Files.writeString(folder.resolve("x.yaml"), "map: PID -> Patients\n");
        assertThatThrownBy(() -> LiveMappings.open(folder, d -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("x.yaml:1:13: error: R4 has no type Patients");
    }
}
