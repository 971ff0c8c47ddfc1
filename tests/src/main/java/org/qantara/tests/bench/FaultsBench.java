package org.qantara.tests.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qantara.app.cli.ExitCode;
import org.qantara.tests.faults.FaultKind;
import org.qantara.tests.faults.FaultResult;
import org.qantara.tests.faults.FaultRow;
import org.qantara.tests.faults.FaultSuite;
import org.qantara.tests.faults.Mutant;
import org.qantara.tests.faults.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The promise, tried: what was lost, doubled or out of order after everything that can be done to the engine from outside. */
@Command(
        name = "faults",
        description =
                "Kills, cuts, fills and lies while a hospital sends, and counts what was lost, doubled or out of order.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Engine, destination (a recording FHIR server) and, with --stack production, broker and database are processes of their own.",
            "The proof is what senders were told against what the destination's log holds; the engine's account is only compared.",
            "",
            "Examples:",
            "  ./qantara bench faults                                    every fault once, 3 pairs, 5,000 messages",
            "  ./qantara bench faults --stack production                 Artemis and PostgreSQL outside, and killed as well",
            "  ./qantara bench faults --kinds KILL_ENGINE --kills 19 --messages 20000",
            "",
            "Exit codes: 0 the promise was kept, 1 it was not, 2 usage."
        })
final class FaultsBench implements Callable<Integer> {
    enum Stack {
        EMBEDDED,
        PRODUCTION
    }

    @Option(
            names = "--messages",
            defaultValue = "5000",
            description = "accepted before it ends (default: ${DEFAULT-VALUE})")
    int messages;

    @Option(names = "--rate", defaultValue = "60", description = "messages a second (default: ${DEFAULT-VALUE})")
    int rate;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "decides messages, moments, order and pairs (default: 1)")
    long seed;

    @Option(names = "--pairs", defaultValue = "3", description = "pairs of faults at once (default: ${DEFAULT-VALUE})")
    int pairs;

    @Option(names = "--kills", defaultValue = "0", description = "further kills of the engine (default: 0)")
    int kills;

    @Option(
            names = "--kinds",
            split = ",",
            paramLabel = "KIND",
            description = "only these: ${COMPLETION-CANDIDATES} (default: all that can happen here)")
    @Nullable
    List<FaultKind> kinds;

    @Option(names = "--stack", defaultValue = "embedded", description = "embedded or production (default: embedded)")
    Stack stack = Stack.EMBEDDED;

    @Option(
            names = "--real-dpp",
            description = "deliver to a DPP on a PostgreSQL of its own instead of the recording server")
    boolean realDpp;

    @Option(
            names = "--mutant",
            paramLabel = "MUTANT",
            description = "a deliberate mistake in the engine that the suite has to find: ${COMPLETION-CANDIDATES}")
    @Nullable
    Mutant mutant;

    @Option(names = "--json", description = "print JSON for scripts")
    boolean json;

    @Override
    public Integer call() throws Exception {
        PrintStream talk = json ? System.err : System.out;
        Machine.print(talk);
        Path folder = Files.createTempDirectory("qantara-bench-faults");
        Path patch = null;
        if (mutant != null) {
            talk.println("NOT THE ENGINE AS IT IS: it " + mutant.says());
            patch = mutant.compile(folder);
        }
        FaultResult result = new FaultSuite(messages, rate, chosen(), pairs, kills, seed)
                .run(folder, new Stage(stack == Stack.PRODUCTION, realDpp, patch), talk);
        if (json) {
            var out = new java.util.LinkedHashMap<String, Object>();
            out.put("seed", seed);
            out.put("kept", result.kept());
            out.put("accountBalances", result.accountBalances());
            out.put("rows", result.rows().stream().map(FaultRow::json).toList());
            out.put("findings", result.findings());
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(out));
        } else {
            FaultSuite.print(result, System.out);
        }
        talk.println("folders of this run: " + folder);
        return result.kept() ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<FaultKind> chosen() {
        if (kinds != null) return kinds;
        return mutant == null ? List.of(FaultKind.values()) : mutant.caughtBy();
    }
}
