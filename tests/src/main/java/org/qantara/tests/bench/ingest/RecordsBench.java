package org.qantara.tests.bench.ingest;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.qantara.tests.bench.ingest.StoreFigures.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a large database costs: ingest before and after it is filled, and how long a first look at a long record takes. */
@Command(
        name = "records",
        description = "The DPP on a filled PostgreSQL: ingest before and after, $everything and search by identifier.",
        mixinStandardHelpOptions = true)
public final class RecordsBench implements Callable<Integer> {

    @Option(names = "--patients", defaultValue = "200", description = "long records (default: 200)")
    int patients;

    @Option(names = "--resources", defaultValue = "2000", description = "resources in each of them (default: 2000)")
    int resources;

    @Option(
            names = "--seconds",
            defaultValue = "30",
            description = "length of each measurement of ingest (default: 30)")
    int seconds;

    @Option(names = "--warm-up", defaultValue = "60", description = "seconds of ingest before the first (default: 60)")
    int warmUpSeconds;

    @Option(names = "--clients", defaultValue = "4", description = "messages under way at once (default: 4)")
    int clients;

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory("qantara-bench-postgres");
        try (EmbeddedPostgres postgres = BenchPostgres.builder(data).start()) {
            BenchPostgres.print(postgres);
            Store store = BenchPostgres.database(postgres, "dpp");
            try (BenchServer dpp = BenchServer.start("dpp", store, BenchServer.JVM_OPTIONS)) {
                Cell cell = new Cell("DPP", dpp, Way.engine(dpp.base()), BenchPostgres.maps(), 1, clients);
                PostgresCpu cpu = new PostgresCpu(data);
                cell.run(warmUpSeconds, cpu);
                double before = ingest(cell, cpu, store);
                String patient = longRecord(dpp);
                List<String> copies = Clones.make(store, patient, patients);
                store.vacuum();
                double after = ingest(cell, cpu, store);
                System.out.printf(Locale.ROOT, "rate after / before: %.2f%n", after / before);
                look(dpp, copies, cell.patientNumbers());
            }
        }
        return 0;
    }

    private double ingest(Cell cell, PostgresCpu cpu, Store store) throws Exception {
        store.vacuum();
        long stored = store.read().resources();
        Cell.Result result = cell.run(seconds, cpu);
        double rate = result.bundles() / result.seconds();
        System.out.printf(
                Locale.ROOT,
                "ingest at %d stored resources: %.0f bundles/s, CPU-ms a bundle server %.1f + PostgreSQL %.1f%n",
                stored,
                rate,
                result.serverMs(),
                result.postgresMs());
        return rate;
    }

    /** One patient with many results, through the API. */
    private String longRecord(BenchServer dpp) throws IOException, InterruptedException {
        String patient = new java.util.UUID(1, 1).toString();
        for (int from = 1; from < resources; from += 400) {
            StringBuilder bundle =
                    new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[");
            bundle.append(
                    entry("Patient", patient, "\"identifier\":[{\"system\":\"urn:ma:ipp:BENCH\",\"value\":\"IPP1\"}]"));
            for (int index = from; index < Math.min(from + 400, resources); index++) {
                bundle.append(',')
                        .append(entry(
                                "Observation", new java.util.UUID(2, index).toString(), observation(patient, index)));
            }
            HttpRequest request = HttpRequest.newBuilder(URI.create(dpp.base()))
                    .header("Content-Type", "application/fhir+json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            bundle.append("]}").toString()))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the DPP answered " + answer.statusCode() + ": " + answer.body());
            }
        }
        return patient;
    }

    private static String entry(String type, String id, String elements) {
        return "{\"resource\":{\"resourceType\":\"" + type + "\",\"id\":\"" + id
                + "\",\"meta\":{\"source\":\"urn:qantara:message:BENCH:999999999\"}," + elements
                + "},\"request\":{\"method\":\"PUT\",\"url\":\"" + type + "/" + id + "\"}}";
    }

    private static String observation(String patient, int index) {
        int day = 1 + index % 28;
        return "\"status\":\"final\",\"category\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/observation-category\","
                + "\"code\":\"laboratory\",\"display\":\"Laboratory\"}]}],\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"718-"
                + index % 40
                + "\",\"display\":\"Hemoglobin [Mass/volume] in Blood\"}]},\"subject\":{\"reference\":\"Patient/"
                + patient
                + "\"},\"effectiveDateTime\":\"202" + index % 6 + "-03-" + (day < 10 ? "0" + day : day)
                + "T09:00:00+01:00\",\"valueQuantity\":{\"value\":" + (90 + index % 70) / 10.0
                + ",\"unit\":\"g/dL\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"g/dL\"}";
    }

    /** Each record is asked for once: nothing about it is in any cache of the server. */
    private void look(BenchServer dpp, List<String> records, List<String> numbers)
            throws IOException, InterruptedException {
        Histogram everything = new Histogram(60_000_000L, 3);
        for (String patient : records) {
            get(dpp, "/Patient/" + patient + "/$everything?_count=50", everything);
        }
        print(
                "$everything, first page of 50 of " + resources + ", " + records.size() + " different patients",
                everything);
        Histogram results = new Histogram(60_000_000L, 3);
        for (String patient : records) {
            get(
                    dpp,
                    "/Observation?patient=" + patient + "&code=http://loinc.org%7C718-7&_sort=-date&_count=20",
                    results);
        }
        print("latest results of one code of a patient", results);
        Histogram identifier = new Histogram(60_000_000L, 3);
        for (int index = 0; index < records.size(); index++) {
            String number = numbers.get((int) (7_919L * index % numbers.size()));
            get(dpp, "/Patient?identifier=urn:ma:ipp:BENCH%7C" + number, identifier);
        }
        print("search by identifier", identifier);
    }

    private void get(BenchServer dpp, String path, Histogram micros) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(dpp.base() + path))
                .header("Accept", "application/fhir+json")
                .build();
        long sent = System.nanoTime();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        micros.recordValue((System.nanoTime() - sent) / 1_000);
        if (answer.statusCode() != 200 || !answer.body().contains("\"entry\"")) {
            throw new IOException(path + " was answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    private static void print(String what, Histogram micros) {
        System.out.printf(
                Locale.ROOT,
                "%s: p50 %.0f ms, p95 %.0f ms, p99 %.0f ms%n",
                what,
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(95) / 1e3,
                micros.getValueAtPercentile(99) / 1e3);
    }
}
