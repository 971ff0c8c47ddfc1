package org.qantara.app.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        description =
                "Finds, shows, replays and discards messages of the running engine, and proves that none is missing.",
        subcommands = {
            QueueList.class,
            QueueShow.class,
            QueueReplay.class,
            QueueDiscard.class,
            QueueAccount.class,
            QueueMatchCommand.class,
            QueueBulk.class
        },
        footer = {
            "",
            "Examples:",
            "  ./qantara queue list --state quarantined --group-by error",
            "  ./qantara queue show 28091640001",
            "  ./qantara queue replay 28091640001 --reason 'map of the laboratory mended'",
            "  ./qantara queue replay --like 28091640001 --reason 'all with the same error'",
            "  ./qantara queue replay --from 28091640001 --reason 'this patient again, in order'",
            "  ./qantara queue discard --error MAPPING_FAILED --facility LAB-FES-01 --reason 'test traffic'",
            "  ./qantara queue bulk --rate 50",
            "  ./qantara queue account"
        })
final class QueueCommand implements Runnable {
    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public void run() {
        Objects.requireNonNull(spec).commandLine().usage(System.out);
    }
}
