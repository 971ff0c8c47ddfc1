package org.qantara.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.score.MpiScore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "mpi",
        description = "The patient registry (master patient index): how well it decides, and what waits for a person.",
        subcommands = MpiReviewCommand.class,
        footer = {
            "",
            "Examples:",
            "  ./qantara mpi score data            names, FEBRL4, a population of 100,000 records, vetoes; minutes",
            "  ./qantara mpi score data --json",
            "  ./qantara mpi review list"
        })
final class MpiCommand implements Runnable {
    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public void run() {
        Objects.requireNonNull(spec).commandLine().usage(System.out);
    }

    @Command(
            name = "score",
            description =
                    "Measures the registry: name variants, FEBRL4, a generated Moroccan population with known truth, and pairs that must never be merged. No server.")
    int score(
            @Parameters(
                            paramLabel = "DIR",
                            description =
                                    "folder with variants.tsv (group, arabic, latin_variant), dataset4a.csv, dataset4b.csv")
                    Path dir,
            @Option(names = "--json", description = "print JSON for scripts") boolean json)
            throws JsonProcessingException {
        MpiScore score;
        try (Progress progress = new Progress(System.err)) {
            score = MpiScore.run(dir, MpiScore.POPULATION, step -> progress.say("scoring: " + step));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
        if (json) System.out.println(new ObjectMapper().writeValueAsString(score));
        else table(score).print(System.out);
        return ExitCode.OK;
    }

    private static TextTable table(MpiScore score) {
        var table = new TextTable("measured on", "size", "figure", "value", "target");
        var names = score.names();
        String pairs = names.pairs() + " pairs";
        table.row("name variants", pairs, "key recall", names.keyRecall(), ">= 0.95");
        table.row("", "", "precision", names.precision(), ">= 0.98");
        table.row("", "", "recall", names.recall(), ">= 0.90");
        table.row("FEBRL4", "", "precision", score.febrl4().precision(), ">= 0.9995");
        table.row("", "", "recall", score.febrl4().recall(), ">= 0.995");
        table.row("", "", "f1", score.febrl4().f1(), "");
        var population = score.population();
        table.row("population", population.records() + " records", "precision", population.precision(), ">= 0.9999");
        table.row("", "", "recall", population.recall(), ">= 0.97");
        table.row("", "", "false merges", population.falseMerges(), "");
        table.row("", "", "review share", population.reviewShare(), "<= 0.02");
        table.row(
                "vetoes",
                score.veto().cases() + " cases",
                "false merges",
                score.veto().falseMerges(),
                "0");
        return table;
    }
}
