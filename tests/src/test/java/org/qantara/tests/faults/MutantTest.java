package org.qantara.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every mutant still has its place in the engine's source; whether the suite finds it is {@link MutantsIT}. */
class MutantTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void compiles(Mutant mutant) throws Exception {
        try (var classes = Files.walk(mutant.compile(folder))) {
            assertThat(classes.filter(file -> file.toString().endsWith(".class")))
                    .isNotEmpty();
        }
    }
}
