package org.qantara.tests.road;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.app.routes.RouteState;
import org.qantara.app.security.Access;
import org.qantara.app.security.Issuers;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.ReadLimits;
import org.qantara.connectors.dicom.dataset.Tag;
import org.qantara.connectors.dicom.dimse.Destination;
import org.qantara.connectors.dicom.dimse.Scu;
import org.qantara.connectors.dicom.dimse.ScuSettings;
import org.qantara.connectors.dicom.part10.DicomFile;
import org.qantara.connectors.dicom.part10.SampleStudy;
import org.qantara.connectors.dicom.web.MultipartReader;
import org.qantara.connectors.dicom.web.MultipartRelated;
import org.qantara.tests.process.Stack;

/** A radiology centre's road: C-STORE or STOW-RS → inbox → one ImagingStudy in the record, and its objects back over DICOMweb. */
class ImagingRoadIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Stack stack;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.shared();
    }

    private static int port() {
        return stack.running().node().engine().routes().states().stream()
                .filter(route -> route.routeId().equals("IMG-RABAT-dicom"))
                .map(RouteState::port)
                .findFirst()
                .orElseThrow();
    }

    private List<Path> study(String id, SampleStudy.Script script) throws Exception {
        return new SampleStudy(id, "R-" + id, "العلوي^فاطمة", "ACC-" + id, script).write(folder.resolve(id));
    }

    private static String text(Path file, int tag) throws Exception {
        return DicomFile.read(file, CharacterSets.TRUSTING, ReadLimits.DEFAULT)
                .dataset()
                .string(tag);
    }

    private static byte[] dataset(Path file) throws Exception {
        byte[] all = Files.readAllBytes(file);
        return Arrays.copyOfRange(all, (int) DicomFile.meta(file).datasetOffset(), all.length);
    }

    private static byte[] dataset(byte[] file) throws Exception {
        return Arrays.copyOfRange(file, (int) DicomFile.meta(file).datasetOffset(), file.length);
    }

    private static JsonNode imagingStudy(String uid, int instances) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(250))
                .until(
                        () -> stack.fhir().search("ImagingStudy?identifier=urn:dicom:uid%7Curn:oid:" + uid).stream()
                                .findFirst()
                                .orElse(JSON.nullNode()),
                        found -> found.path("numberOfInstances").asInt() == instances);
    }

    private static HttpResponse<byte[]> get(String path, String accept) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(stack.running().settings().httpBase() + path))
                        .header("Authorization", "Bearer " + stack.fhir().token(Access.READER))
                        .header("Accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<byte[]> response = get(path, "application/dicom+json");
        assertThat(response.statusCode()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    @Test
    void aStudyByCStoreIsInTheRecordAndComesBackByteForByte() throws Exception {
        for (SampleStudy.Script script : SampleStudy.Script.values()) {
            String id = UUID.randomUUID().toString().substring(0, 8);
            List<Path> files = study(id, script);
            Destination to = new Destination("QANTARA", "127.0.0.1", port());
            List<Scu.Kind> kinds = new java.util.ArrayList<>();
            for (Path file : files) kinds.add(Scu.Kind.of(file));
            long began = System.nanoTime();
            try (Scu scu = Scu.connect(ScuSettings.plain("ct-rabat"), to, kinds)) {
                assertThat(scu.echo()).isZero();
                for (Path file : files)
                    assertThat(scu.store(file).status()).as(file.toString()).isZero();
            }
            String uid = text(files.get(0), Tag.STUDY_INSTANCE_UID);
            JsonNode imaging = imagingStudy(uid, files.size());
            System.out.printf("study in %s whole after %d ms%n", script, (System.nanoTime() - began) / 1_000_000);
            JsonNode patient = stack.fhir()
                    .json("/fhir/" + imaging.at("/subject/reference").asText(), Access.READER);
            assertThat(patient.at("/name/0/family").asText()).isEqualTo("العلوي");
            assertThat(imaging.path("series").findValuesAsText("title")).contains("Radiology report");
            assertThat(imaging.at("/endpoint/0/reference").asText()).startsWith("Endpoint/");

            List<JsonNode> documents = stack.fhir()
                    .search("DocumentReference?related=ImagingStudy/"
                            + imaging.path("id").asText());
            assertThat(documents).hasSize(1);
            assertThat(new String(binary(documents.get(0).at("/content/0/attachment")), StandardCharsets.US_ASCII))
                    .startsWith("%PDF-1.4");

            assertThat(json("/dicomweb/studies?AccessionNumber=ACC-" + id)).hasSize(1);
            assertThat(json("/dicomweb/studies?PatientID=R-" + id
                            + "&StudyDate=20260101-20260131&ModalitiesInStudy=CT"))
                    .hasSize(1);
            assertThat(json("/dicomweb/studies?PatientID=R-" + id + "&StudyDate=20270101-"))
                    .isEmpty();
            assertThat(json("/dicomweb/studies/" + uid + "/series")).hasSize(5);
            assertThat(json("/dicomweb/studies/" + uid + "/series?Modality=CT")).hasSize(1);
            assertThat(json("/dicomweb/studies/" + uid + "/instances")).hasSize(files.size());
            assertThat(json("/dicomweb/studies/" + uid + "/metadata")).hasSize(files.size());
            HttpResponse<byte[]> all = get("/dicomweb/studies/" + uid, "multipart/related; type=\"application/dicom\"");
            MultipartReader parts = MultipartReader.of(
                    new ByteArrayInputStream(all.body()),
                    all.headers().firstValue("Content-Type").orElseThrow());
            int equal = 0;
            for (MultipartReader.Part part = parts.next(); part != null; part = parts.next()) {
                byte[] back = part.body().readAllBytes();
                String instance = DicomFile.meta(back).sopInstanceUid();
                for (Path file : files)
                    if (text(file, Tag.SOP_INSTANCE_UID).equals(instance)) {
                        assertThat(dataset(back)).isEqualTo(dataset(file));
                        equal++;
                    }
            }
            assertThat(equal).isEqualTo(files.size());
            bulkData(files.get(0), uid);
        }
    }

    private static void bulkData(Path file, String uid) throws Exception {
        String instance = "/dicomweb/studies/" + uid + "/series/" + text(file, Tag.SERIES_INSTANCE_UID) + "/instances/"
                + text(file, Tag.SOP_INSTANCE_UID);
        String where =
                json(instance + "/metadata").at("/0/7FE00010/BulkDataURI").asText();
        URI pixels = URI.create(where);
        HttpResponse<byte[]> answer = get(pixels.getRawPath() + "?" + pixels.getRawQuery(), "application/octet-stream");
        byte[] whole = Files.readAllBytes(file);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(whole, whole.length - 128 * 128 * 2, whole.length));
        assertThat(get(
                                instance,
                                "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.50")
                        .statusCode())
                .as("nothing is transcoded")
                .isEqualTo(406);
        assertThat(get(instance.replace(uid, "1.2.3"), "application/dicom").statusCode())
                .isEqualTo(404);
    }

    private static void cStore(List<Path> files) throws Exception {
        List<Scu.Kind> kinds = new java.util.ArrayList<>();
        for (Path file : files) kinds.add(Scu.Kind.of(file));
        try (Scu scu =
                Scu.connect(ScuSettings.plain("ct-rabat"), new Destination("QANTARA", "127.0.0.1", port()), kinds)) {
            for (Path file : files)
                assertThat(scu.store(file).status()).as(file.toString()).isZero();
        }
    }

    private static List<JsonNode> documents(JsonNode imaging, int count) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> stack.fhir()
                                .search("DocumentReference?related=ImagingStudy/"
                                        + imaging.path("id").asText()),
                        found -> found.size() == count);
    }

    @Test
    void eachOfTheFourRejectionNotesTakesItsInstanceOutOfTheStudy() throws Exception {
        String id = UUID.randomUUID().toString().substring(0, 8);
        SampleStudy study = new SampleStudy(id, "R-" + id, "X^Y", "ACC-" + id, SampleStudy.Script.UTF_8);
        List<Path> slices = new java.util.ArrayList<>();
        Path made = Files.createDirectories(folder.resolve(id));
        for (int slice = 1; slice <= 5; slice++) slices.add(study.ct(made.resolve(slice + ".dcm"), slice, 32, 32));
        cStore(slices);
        String uid = text(slices.get(0), Tag.STUDY_INSTANCE_UID);
        imagingStudy(uid, 5);
        int left = 5;
        for (String code : List.of("113001", "113037", "113038", "113039")) {
            cStore(List.of(study.rejection(made.resolve(code + ".dcm"), code, 6 - left)));
            JsonNode imaging = imagingStudy(uid, --left);
            assertThat(imaging.path("series").findValuesAsText("uid"))
                    .as("slice %d was taken back by %s", 5 - left, code)
                    .doesNotContain(text(slices.get(4 - left), Tag.SOP_INSTANCE_UID))
                    .contains(text(slices.get(4), Tag.SOP_INSTANCE_UID));
        }
        assertThat(json("/dicomweb/studies/" + uid + "/instances")).hasSize(1);
    }

    @Test
    void aClinicalDocumentAndALargeReportAreDocumentsOfTheRecord() throws Exception {
        String id = UUID.randomUUID().toString().substring(0, 8);
        SampleStudy study = new SampleStudy(id, "R-" + id, "X^Y", "ACC-" + id, SampleStudy.Script.UTF_8);
        Path made = Files.createDirectories(folder.resolve(id));
        byte[] cda =
                "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>Scanner</title></ClinicalDocument>"
                        .getBytes(StandardCharsets.UTF_8);
        byte[] large = new byte[17 * 1024 * 1024 + 1];
        new java.util.Random(1).nextBytes(large);
        Path first = study.document(made.resolve("cda.dcm"), "EncapsulatedCDAStorage", "text/XML", cda, 7);
        Path second = study.document(made.resolve("pdf.dcm"), "EncapsulatedPDFStorage", "application/pdf", large, 8);
        cStore(List.of(first, second));
        JsonNode imaging = imagingStudy(text(first, Tag.STUDY_INSTANCE_UID), 2);
        int seen = 0;
        for (JsonNode document : documents(imaging, 2)) {
            JsonNode attachment = document.at("/content/0/attachment");
            if (attachment.path("contentType").asText().equals("application/pdf")) {
                assertThat(attachment.path("size").asInt()).isEqualTo(large.length);
                URI url = URI.create(attachment.path("url").asText());
                HttpResponse<byte[]> answer = get(url.getRawPath(), "application/pdf");
                assertThat(answer.headers().firstValue("Content-Type")).contains("application/pdf");
                assertThat(answer.body()).isEqualTo(large);
                seen++;
            } else {
                assertThat(attachment.path("contentType").asText()).isEqualToIgnoringCase("text/xml");
                assertThat(binary(attachment)).isEqualTo(cda);
                seen++;
            }
        }
        assertThat(seen).isEqualTo(2);
    }

    /** The bytes behind an attachment, from the record. */
    private static byte[] binary(JsonNode attachment) throws Exception {
        String url = attachment.path("url").asText();
        assertThat(url).matches("Binary/[0-9a-f]{64}");
        return stack.fhir()
                .json("/fhir/" + url + "?_format=json", Access.READER)
                .path("data")
                .binaryValue();
    }

    @Test
    void aStudyByStowIsStoredLikeOneByCStore() throws Exception {
        String id = UUID.randomUUID().toString().substring(0, 8);
        List<Path> files = study(id, SampleStudy.Script.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        MultipartRelated parts = new MultipartRelated("application/dicom", body);
        for (Path file : files) {
            parts.begin("application/dicom", "none");
            body.writeBytes(Files.readAllBytes(file));
        }
        parts.begin("application/dicom", "none");
        body.writeBytes("this is no DICOM file".getBytes(StandardCharsets.US_ASCII));
        parts.end();
        String mine = Issuers.signer(stack.running().settings().tokens(), Clock.systemUTC())
                .sign(Access.SENDER, "test", Duration.ofMinutes(5), "IMG-RABAT");
        HttpResponse<String> answer = stow(mine, parts.contentType(), body.toByteArray());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode said = JSON.readTree(answer.body());
        assertThat(said.at("/00081199/Value")).hasSize(files.size());
        assertThat(said.at("/00081198/Value")).hasSize(1);
        imagingStudy(text(files.get(0), Tag.STUDY_INSTANCE_UID), files.size());

        assertThat(stow(stack.fhir().token(Access.READER), parts.contentType(), body.toByteArray())
                        .statusCode())
                .as("reading is not storing")
                .isEqualTo(403);
        assertThat(stack.fhir().anonymous("GET", "/dicomweb/studies").statusCode())
                .isEqualTo(401);
    }

    private static HttpResponse<String> stow(String token, String type, byte[] body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(stack.running().settings().httpBase() + "/dicomweb/studies"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
