package org.qantara.tests.bench.mapping;

import java.io.PrintStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.qantara.mapping.Mappings;
import org.qantara.tests.Home;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./qantara bench mapping}: load, memory, facts and CPU per message, beside the peer. */
@Command(
        name = "mapping",
        description = "CPU-ms per message from bytes to FHIR JSON beside io.github.linuxforhealth:hl7v2-fhir-converter,"
                + " the facts that both carry, and what the compiled maps weigh.",
        mixinStandardHelpOptions = true)
public final class MappingBench implements Callable<Integer> {
    /** The gate of the ratio to the peer through HAPI's model, and the goal with the direct writer. */
    private static final int GATE = 15;

    private static final int GOAL = 30;

    @Option(names = "--no-peer", description = "measure without the peer, whose jars are fetched once")
    boolean noPeer;

    @Option(
            names = "--seconds",
            defaultValue = "6",
            description = "seconds measured per message and contender, after as many to warm up (default: 6)")
    int seconds;

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        Footprint footprint = Footprint.measure();
        out.printf(
                "maps: %.0f ms to compile cold, %.0f ms warm (limit 1000), %.1f MB live heap (limit 40)%n",
                footprint.coldMs(), footprint.warmMs(), footprint.heapBytes() / 1e6);
        String classpath = null;
        if (!noPeer) {
            try {
                classpath = PeerClasspath.fetched();
            } catch (ConnectException e) {
                System.err.println(e.getMessage());
                return 3;
            }
        }
        if (classpath != null) {
            Mappings maps = BenchMessages.maps();
            PeerConverter peer = PeerConverter.load(classpath);
            for (String name : BenchMessages.NAMES) {
                byte[] body = BenchMessages.bytes(name);
                byte[] theirs =
                        peer.convert(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
                FactsCompared.of(theirs, BenchMessages.json(maps, body)).print(name, out);
            }
        }
        Map<String, Double> cpu = measure(classpath);
        out.printf(
                "%nCPU-ms per message (whole process: mapping, garbage collector, compilers), JDK %s, %d processors%n",
                System.getProperty("java.version"), Runtime.getRuntime().availableProcessors());
        out.printf(
                "%-8s %10s %18s %10s %16s %18s%n",
                "", "qantara", "+ HAPI read/write", "peer", "ratio (goal " + GOAL + ")", "+ HAPI (gate " + GATE + ")");
        for (String name : BenchMessages.NAMES) {
            double direct = Objects.requireNonNull(cpu.get("direct " + name));
            double hapi = Objects.requireNonNull(cpu.get("throughHapi " + name));
            Double peer = cpu.get("convert " + name);
            out.printf(
                    "%-8s %10.4f %18.3f %10s %16s %18s%n",
                    name,
                    direct,
                    hapi,
                    peer == null ? "-" : "%.2f".formatted(peer),
                    peer == null ? "-" : "%.1f".formatted(peer / direct),
                    peer == null ? "-" : "%.1f".formatted(peer / hapi));
        }
        return 0;
    }

    /** CPU-ms by method and message. */
    private Map<String, Double> measure(@Nullable String classpath) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(QantaraBenchmark.class.getName())
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MILLISECONDS)
                .forks(1)
                .threads(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(seconds * 1000L / 3))
                .measurementIterations(3)
                .measurementTime(TimeValue.milliseconds(seconds * 1000L / 3))
                .addProfiler(CpuPerMessage.class)
                .verbosity(VerboseMode.SILENT)
                .jvmArgsAppend(
                        "-Dqantara.root=" + Home.folder(),
                        "-D" + PeerClasspath.PROPERTY + "=" + (classpath == null ? "" : classpath));
        if (classpath != null) {
            options.include(PeerBenchmark.class.getName());
        }
        Map<String, Double> cpu = new LinkedHashMap<>();
        for (RunResult result : new Runner(options.build()).run()) {
            String[] name = result.getParams().getBenchmark().split("\\.");
            String key = name[name.length - 1] + " " + result.getParams().getParam("message");
            result.getSecondaryResults().forEach((label, value) -> {
                if (label.endsWith(CpuPerMessage.LABEL)) {
                    cpu.put(key, value.getScore());
                }
            });
        }
        if (cpu.isEmpty()) {
            throw new IllegalStateException("nothing was measured: " + Arrays.toString(BenchMessages.NAMES.toArray()));
        }
        return cpu;
    }
}
