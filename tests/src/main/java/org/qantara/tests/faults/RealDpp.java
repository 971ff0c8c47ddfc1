package org.qantara.tests.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.qantara.app.settings.Environment;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.tests.process.Fhir;
import org.qantara.tests.process.QantaraProcess;
import org.qantara.tests.process.TestHome;
import org.qantara.tests.sink.SinkRequest;

/**
 * The real DPP as a process of its own, on a PostgreSQL of its own with fsync and synchronous_commit on. The proof is the history of every patient
 * and report, read over FHIR as any client may: two versions from one message are a second effect.
 */
final class RealDpp implements Dpp {
    private static final Pattern SOURCE = Pattern.compile("urn:qantara:message:([^#:]+):(\\d+)(?:#.*)?");
    private static final List<String> JAVA = QantaraProcess.small("1500m");

    private final Path folder;
    private final OwnedPostgres database;
    private final Map<String, String> environment = new HashMap<>();
    private final Settings settings;
    private QantaraProcess process;

    private RealDpp(Path folder) throws IOException {
        this.folder = folder;
        this.database = new OwnedPostgres(folder.resolve("dpp-postgres"));
        environment.put(
                "QANTARA_HOME",
                TestHome.withFreePorts(folder.resolve("dpp-home")).toString());
        environment.put("QANTARA_DATA", folder.resolve("dpp-data").toString());
        environment.put("QANTARA_HTTP_PORT", TestHome.freePorts(1).get(0).toString());
        environment.put("QANTARA_DPP_DB_URL", database.url());
        environment.put("QANTARA_DPP_DB_USER", "postgres");
        this.settings = Settings.from(Role.DPP, new Environment(environment));
        this.process = launch();
    }

    /** Starts both in the folder and returns when the DPP answers. */
    static RealDpp start(Path folder) throws IOException {
        return new RealDpp(folder);
    }

    private QantaraProcess launch() throws IOException {
        QantaraProcess started =
                QantaraProcess.start(folder.resolve("dpp.log"), environment, JAVA, "run", "--role", "dpp");
        started.awaitReady(settings.httpBase());
        return started;
    }

    @Override
    public int port() {
        return URI.create(settings.httpBase()).getPort();
    }

    @Override
    public void kill() throws InterruptedException {
        process.kill();
    }

    @Override
    public void restart() throws IOException {
        process = launch();
    }

    OwnedPostgres database() {
        return database;
    }

    /** The engine signs with the same key. */
    @Override
    public Map<String, String> environment() {
        return Map.of("QANTARA_TOKEN_KEY_FILE", settings.tokens().keyFile().toString());
    }

    /** Versions of resources that a message wrote; the registry's own come at other times. */
    @Override
    public long applied() throws Exception {
        try (var connection = DriverManager.getConnection(database.url(), "postgres", "");
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT count(*) FROM hfj_res_ver WHERE source_uri LIKE 'urn:qantara:message:%'")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public OutsideProof proof(Path ackFile) throws Exception {
        Fhir record = new Fhir(settings.httpBase(), settings.tokens());
        Set<String> seen = new HashSet<>();
        return OutsideProof.of(ackFile, proof -> {
            for (String type : List.of("Patient", "DiagnosticReport"))
                for (JsonNode version : record.history(type)) take(proof, version, seen);
        });
    }

    private static void take(OutsideProof proof, JsonNode version, Set<String> seen) {
        Matcher source = SOURCE.matcher(version.path("meta").path("source").asText());
        if (!source.matches()) return; // golden records and what operators write
        String name =
                version.path("resourceType").asText() + "/" + version.path("id").asText();
        long intake = Long.parseLong(source.group(2));
        if (!seen.add(name + " " + intake)) proof.twice(intake);
        long at = OffsetDateTime.parse(version.path("meta").path("lastUpdated").asText())
                .toInstant()
                .toEpochMilli();
        SinkRequest.Entry entry =
                new SinkRequest.Entry(name, "replace", SinkRequest.Outcome.WRITTEN, version.toString());
        proof.take(new SinkRequest(seen.size(), at, source.group(1), intake, List.of(entry)));
    }

    @Override
    public void close() throws Exception {
        try (database) {
            process.close();
        }
    }
}
