package org.qantara.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MpiCommandTest {
    @TempDir
    Path folder;

    @Test
    void a_folder_without_the_data_is_a_usage_error() {
        assertThat(RootCommand.execute("mpi", "score", folder.toString(), "--json"))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void help_shows_the_score_and_the_reviews() {
        assertThat(new CommandLine(new MpiCommand()).getUsageMessage()).contains("score", "review", "--json");
    }
}
