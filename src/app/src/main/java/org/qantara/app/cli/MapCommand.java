package org.qantara.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qantara.app.routes.RouteFolderReader;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Explanation;
import org.qantara.mapping.Issue;
import org.qantara.mapping.Lineage;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.SourceMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "map",
        description =
                "Maps messages from files and folders to FHIR Bundles: no server, no database, the same maps as the engine.",
        footer = {
            "",
            "Examples:",
            "  ./qantara map samples/hl7v2/CHU-RABAT/02-ADT_A01-admission.hl7",
            "  ./qantara map samples --json-lines | jq -r '[.file, .status] | @tsv'",
            "  ./qantara map unknown.hl7 --facility CHU-RABAT --unmapped",
            "  ./qantara map image.dcm report.dcm --facility IMG-RABAT",
            "  ./qantara map results.astm results.hpr table.csv dataset.json --facility LAB-FES-01",
            "  ./qantara map feed/ --json-lines --unmapped > mapped.jsonl",
            "  ./qantara map result.hl7 --explain Observation.valueQuantity.value",
            "  ./qantara map --from-ledger 'type=ORU^R01 facility=LAB-FES-01' --mappings ../new/mappings --diff",
            "",
            "What a file holds is seen from its content: HL7 v2 (one message or many), ASTM and HPRIM records, DICOM Part 10 and DICOM",
            "JSON; tables by their name, .csv. HL7 v2 says whose it is; for all others give --facility.",
            "",
            "With --json-lines one object per message: file, index, facility, mapVersion, status (mapped, quarantined or refused),",
            "bundle, unmapped, errors (code, severity, where, message). Exit code 1 when a message was not mapped."
        })
final class MapCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "PATH", description = "files or folders")
    List<Path> paths = List.of();

    @Option(names = "--json-lines", description = "one JSON object per message and line")
    boolean jsonLines;

    @Option(
            names = "--unmapped",
            description =
                    "list the valued fields that no map reads, and at the end how many messages had each, by facility")
    boolean unmapped;

    @Option(
            names = "--provenance",
            description = "make MessageHeader and Provenance too, where the maps list them under provenance:")
    boolean provenance;

    @Option(names = "--facility", paramLabel = "CODE", description = "take the messages as those of this facility")
    @Nullable
    String facility;

    @Option(names = "--mappings", paramLabel = "DIR", description = "maps to use instead of mappings/")
    @Nullable
    Path mappingsFolder;

    @Option(
            names = "--explain",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "PATH",
            description = "where each value comes from, instead of the Bundle; PATH = only leaves that begin so,"
                    + " for example Observation.valueQuantity.value")
    @Nullable
    String explain;

    @Option(
            names = "--from-ledger",
            paramLabel = "QUERY",
            description =
                    "with --mappings and --diff: map past messages of the running engine with its maps and with those"
                            + " of --mappings, and show by rule what differs; QUERY is name=value ..., names as in queue list")
    @Nullable
    String fromLedger;

    @Option(names = "--diff", description = "with --from-ledger: compare; exit code 1 when something would change")
    boolean diff;

    @Option(
            names = "--limit",
            defaultValue = "1000",
            description = "with --from-ledger: newest messages to compare, at most 10000 (default: ${DEFAULT-VALUE})")
    int limit = 1000;

    private final ObjectMapper json = new ObjectMapper();

    @Override
    public Integer call() throws IOException {
        if (fromLedger != null || diff) {
            if (fromLedger == null || !diff || mappingsFolder == null || !paths.isEmpty())
                throw new CommandFailure(
                        ExitCode.USAGE, "--from-ledger QUERY, --mappings DIR and --diff go together, without files");
            return LedgerDiff.print(fromLedger, mappingsFolder, limit, jsonLines);
        }
        if (paths.isEmpty()) throw new CommandFailure(ExitCode.USAGE, "name files or folders to map");
        Settings settings = Settings.fromEnvironment(Role.ALL);
        Mappings compiled = compile(mappingsFolder == null ? settings.mappingsFolder() : mappingsFolder);
        Mappings mappings = provenance ? compiled.withProvenance() : compiled;
        var senders = new Senders(RouteFolderReader.read(settings.routesFolder()), facility);
        boolean all = true;
        var summary = new UnmappedSummary();
        try (OutputStream out =
                new BufferedOutputStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), 1 << 16)) {
            for (Path file : InputFiles.of(paths)) {
                int index = 0;
                for (SourceMessage message : senders.messages(file)) {
                    Explanation explained = explain == null
                            ? new Explanation(mappings.map(message), List.of())
                            : mappings.explain(message);
                    all &= explained.outcome() instanceof MapOutcome.Mapped;
                    if (explained.outcome() instanceof MapOutcome.Mapped mapped)
                        summary.add(message.facility().code(), mapped.unmapped());
                    if (jsonLines) line(out, file, index++, message.facility().code(), mappings.version(), explained);
                    else show(out, file, index++, explained);
                }
            }
        }
        if (unmapped) summary.print(System.err);
        return all ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<Lineage> chosen(Explanation explained) {
        return explained.lineage().stream()
                .filter(leaf -> leaf.path().startsWith(Objects.requireNonNull(explain)))
                .toList();
    }

    private static Mappings compile(Path folder) throws IOException {
        Compilation compilation = Mappings.compile(folder);
        if (compilation instanceof Compilation.Compiled compiled) return compiled.mappings();
        compilation.diagnostics().forEach(System.err::println);
        throw new CommandFailure(ExitCode.FAILED, "the maps in " + folder + " have errors; nothing was mapped");
    }

    private void line(
            OutputStream out, Path file, int index, String facilityCode, String version, Explanation explained)
            throws IOException {
        MapOutcome outcome = explained.outcome();
        try (JsonGenerator object =
                json.createGenerator(out).configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)) {
            object.writeStartObject();
            object.writeStringField("file", file.toString());
            object.writeNumberField("index", index);
            object.writeStringField("facility", facilityCode);
            object.writeStringField("mapVersion", version);
            object.writeStringField("status", outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT));
            object.writeFieldName("bundle");
            if (outcome instanceof MapOutcome.Mapped mapped) {
                object.writeRawValue(new String(mapped.bundle().json(), StandardCharsets.UTF_8));
            } else {
                object.writeNull();
            }
            object.writeArrayFieldStart("unmapped");
            if (outcome instanceof MapOutcome.Mapped mapped)
                for (var leaf : mapped.unmapped()) object.writeString(leaf.where());
            object.writeEndArray();
            object.writeArrayFieldStart("errors");
            for (Issue issue : outcome.issues()) {
                object.writeStartObject();
                object.writeStringField("code", issue.code());
                object.writeStringField("severity", issue.severity().name().toLowerCase(Locale.ROOT));
                object.writeStringField("where", issue.where());
                object.writeStringField("message", issue.message());
                object.writeEndObject();
            }
            object.writeEndArray();
            if (explain != null) object.writePOJOField("lineage", chosen(explained));
            object.writeEndObject();
        }
        out.write('\n');
    }

    private void show(OutputStream out, Path file, int index, Explanation explained) throws IOException {
        MapOutcome outcome = explained.outcome();
        if (explain != null) {
            for (Lineage leaf : chosen(explained)) out.write((leaf + "\n").getBytes(StandardCharsets.UTF_8));
        } else if (outcome instanceof MapOutcome.Mapped mapped) {
            out.write(json.writerWithDefaultPrettyPrinter()
                    .writeValueAsBytes(json.readTree(mapped.bundle().json())));
            out.write('\n');
            if (unmapped) {
                out.flush();
                mapped.unmapped()
                        .forEach(leaf -> System.err.println(file + "[" + index + "] unmapped " + leaf.where()));
            }
        }
        out.flush();
        for (Issue issue : outcome.issues())
            System.err.println(file + "[" + index + "] " + issue.where() + ": "
                    + issue.severity().name().toLowerCase(Locale.ROOT) + ": " + issue.code() + ": " + issue.message());
    }
}
