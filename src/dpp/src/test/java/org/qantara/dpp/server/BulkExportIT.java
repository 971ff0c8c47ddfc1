package org.qantara.dpp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;

/** Bulk Data: asked for, waited for, fetched as NDJSON, over all partitions. */
class BulkExportIT {

    private static final Pattern URL = Pattern.compile("\"url\"\\s*:\\s*\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String inRabat = UUID.randomUUID().toString();
    private final String inFes = UUID.randomUUID().toString();

    @ParameterizedTest
    @EnumSource
    void exportsPatientsOfAllRegions(Database database) throws Exception {
        DppUnderTest dpp = database.dpp();
        assertThat(Sent.by("CHU-RABAT", 1).merge(patient(inRabat)).to(dpp).status())
                .isEqualTo(200);
        assertThat(Sent.by("CHU-FES", 1).merge(patient(inFes)).to(dpp).status()).isEqualTo(200);

        assertThat(dpp.send(dpp.request("/$export?_type=Patient", "fhir.write")
                                .header("Prefer", "respond-async")
                                .GET()
                                .build())
                        .status())
                .isEqualTo(403);
        HttpResponse<String> accepted = get(dpp.base() + "/$export?_type=Patient", true);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        String poll = accepted.headers().firstValue("Content-Location").orElseThrow();
        AtomicReference<String> manifest = new AtomicReference<>();
        Awaitility.await()
                .atMost(180, TimeUnit.SECONDS)
                .pollInterval(200, TimeUnit.MILLISECONDS)
                .until(() -> {
                    HttpResponse<String> status = get(poll, false);
                    manifest.set(status.body());
                    return status.statusCode() != 202;
                });
        StringBuilder exported = new StringBuilder();
        Matcher files = URL.matcher(manifest.get());
        while (files.find()) {
            exported.append(get(files.group(1), false).body());
        }
        assertThat(exported).as(manifest.get()).contains(inRabat).contains(inFes);
    }

    private HttpResponse<String> get(String url, boolean async) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).header("Accept", async ? "application/fhir+json" : "*/*");
        if (async) {
            request.header("Prefer", "respond-async");
        }
        return client.send(request.GET().build(), BodyHandlers.ofString());
    }

    private static Patient patient(String id) {
        Patient patient = new Patient();
        patient.setId(id);
        return patient;
    }
}
