package org.qantara.tests.bench;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.qantara.app.cli.RootCommand;
import org.qantara.tests.bench.ingest.IngestBench;
import org.qantara.tests.bench.ingest.RecordsBench;
import org.qantara.tests.bench.mapping.MappingBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./qantara bench NAME}: each subcommand is one measurement that anyone can repeat from a checkout. */
@Command(
        name = "bench",
        description = "Measures a part of Qantara on this machine and prints settings, figures and percentiles.",
        mixinStandardHelpOptions = true,
        subcommands = {
            StartBench.class,
            DppStartBench.class,
            IngestBench.class,
            RecordsBench.class,
            MappingBench.class,
            MllpBench.class,
            FaultsBench.class,
            DicomBench.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  ./qantara bench start --runs 3     seconds until the first acknowledgement and until all is ready",
            "  ./qantara bench dpp-start          seconds until the DPP answers, on its own, on existing data",
            "  ./qantara bench ingest             bundles a second into the DPP and into plain HAPI",
            "  ./qantara bench mllp               acknowledged HL7 v2 messages a second, percentiles, CPU per message",
            "  ./qantara bench dicom --mtu 1500   DICOM instances a second beside dcmtk and Orthanc",
            "  ./qantara bench faults             kills, cuts, fills and lies, and counts what was lost or doubled",
            "  ./qantara bench mapping            CPU per message beside the best-known Java converter",
            "",
            "Exit codes: 0 ok, 1 something failed, 2 usage, 3 peer unreachable."
        })
public final class Bench implements Runnable {
    @CommandLine.Spec
    CommandLine.Model.@Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(RootCommand.commandLine(new Bench()).execute(arguments));
    }

    @Override
    public void run() {
        Objects.requireNonNull(spec).commandLine().usage(System.out);
    }
}
