package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.qantara.app.node.EngineNode;
import org.qantara.app.node.Running;
import org.qantara.app.routes.RouteState;
import org.qantara.app.security.Access;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.Dataset;
import org.qantara.connectors.dicom.dataset.ReadLimits;
import org.qantara.connectors.dicom.dataset.Tag;
import org.qantara.connectors.dicom.part10.DicomFile;
import org.qantara.connectors.dicom.part10.SampleStudy;
import org.qantara.connectors.dicom.part10.SampleStudy.Script;

/**
 * The demo's radiology centre: on every DICOM route that listens, three synthetic studies (CT, DX, ultrasound clip, PDF report, key objects) with the
 * patient's name in the three character sets that Arabic comes in. The first is the examination that the centre's HL7 report speaks of.
 */
final class DemoImaging {
    /** Patient and accession number of samples/hl7v2/IMG-RABAT/01. */
    private static final String REPORTED_PATIENT = "R-2201";

    private static final String REPORTED_ACCESSION = "R26-9001";
    private static final String NAME = "الوزاني^عبد القادر";

    private final Running running;
    private final EngineNode engine;
    private final Map<String, List<Path>> studies = new LinkedHashMap<>();

    DemoImaging(Running running, EngineNode engine) {
        this.running = running;
        this.engine = engine;
    }

    /** Stores the studies by C-STORE, and says what to look for: every object of the first, one of each other. */
    List<SampleFile> send() throws IOException {
        var sent = new ArrayList<SampleFile>();
        for (RouteState route : engine.routes().states()) {
            if (route.state() != RouteState.State.RUNNING || !route.protocol().equals("dicom") || route.port() == null)
                continue;
            int number = 0;
            for (Script script : Script.values()) {
                var study = new SampleStudy(
                        "demo-" + route.routeId() + "-" + script,
                        number == 0 ? REPORTED_PATIENT : REPORTED_PATIENT + "-" + number,
                        NAME,
                        number == 0 ? REPORTED_ACCESSION : REPORTED_ACCESSION + "-" + number,
                        script);
                List<Path> files = study.write(Files.createTempDirectory("qantara-demo-dicom"));
                store(route, files);
                studies.put(route.facility() + ", name in " + script.name().replace('_', ' '), files);
                for (Path file : number == 0 ? files : files.subList(0, 1)) sent.add(sample(route, file));
                number++;
            }
        }
        return sent;
    }

    private void store(RouteState route, List<Path> files) throws IOException {
        Map<String, String> parameters = engine.routes().facilities().stream()
                .filter(facility -> facility.routeId().equals(route.routeId()))
                .map(facility -> facility.parameters())
                .findFirst()
                .orElseThrow();
        String caller =
                parameters.getOrDefault("callingAeTitles", "DEMO").split(",")[0].strip();
        String to = parameters.getOrDefault("aeTitle", "QANTARA") + "@" + address() + ":" + route.port();
        new DicomSend(caller, 60_000).send(files, to, line -> {
            if (!line.stored())
                throw new CommandFailure(
                        ExitCode.FAILED, line.file().getFileName() + " was not stored: " + line.answer());
        });
    }

    private static SampleFile sample(RouteState route, Path file) throws IOException {
        String uid = dataset(file).string(Tag.SOP_INSTANCE_UID);
        return new SampleFile(route.facility(), file, DicomFiles.json(file), String.valueOf(uid));
    }

    /** Reads studies, PDF reports and pixels back; true when everything is there as it was sent. */
    boolean show(PrintStream out) throws IOException {
        if (studies.isEmpty()) return true;
        var client = new ServerClient(running.settings());
        boolean all = true;
        out.println();
        out.println("Images:");
        for (var study : studies.entrySet()) {
            List<Path> files = study.getValue();
            String uid = String.valueOf(dataset(files.get(0)).string(Tag.STUDY_INSTANCE_UID));
            JsonNode imaging = imagingStudy(client, uid, files.size());
            int listed = imaging.path("numberOfInstances").asInt();
            int equal = 0;
            for (Path file : files) equal += isByteIdentical(client, uid, file) ? 1 : 0;
            boolean pdf = isPdfThere(client, files, imaging);
            all &= listed == files.size() && equal == files.size() && pdf;
            out.println("  " + study.getKey() + ": ImagingStudy/"
                    + imaging.path("id").asText() + " lists " + listed
                    + " of " + files.size() + " instances, the PDF report "
                    + (pdf ? "is readable from /fhir" : "is MISSING from /fhir") + ", " + equal + " of "
                    + files.size() + " objects come back byte-identical over /dicomweb");
        }
        out.println("    " + running.settings().httpBase() + "/dicomweb/studies?PatientID=" + REPORTED_PATIENT);
        return all;
    }

    private static JsonNode imagingStudy(ServerClient client, String uid, int instances) {
        JsonNode found = client.get("/fhir/ImagingStudy?identifier=urn:dicom:uid%7Curn:oid:" + uid, Access.READER)
                .at("/entry/0/resource");
        for (int round = 0; round < 60 && found.path("numberOfInstances").asInt() < instances; round++) {
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return found;
            }
            found = client.get("/fhir/ImagingStudy/" + found.path("id").asText(), Access.READER);
        }
        return found;
    }

    private static boolean isPdfThere(ServerClient client, List<Path> files, JsonNode imaging) throws IOException {
        for (Path file : files) {
            Dataset dataset = dataset(file);
            if (!"application/pdf".equals(dataset.string(Tag.of(0x0042, 0x0012)))) continue;
            JsonNode document = client.get(
                            "/fhir/DocumentReference?related=ImagingStudy/"
                                    + imaging.path("id").asText(),
                            Access.READER)
                    .at("/entry/0/resource");
            String url = document.at("/content/0/attachment/url").asText();
            byte[] read = Base64.getDecoder()
                    .decode(client.get("/fhir/" + url + "?_format=json", Access.READER)
                            .path("data")
                            .asText());
            return read.length > 5
                    && new String(read, 0, 5, java.nio.charset.StandardCharsets.US_ASCII).equals("%PDF-")
                    && contains(Files.readAllBytes(file), read);
        }
        return true;
    }

    private static boolean contains(byte[] whole, byte[] part) {
        for (int at = 0; at + part.length <= whole.length; at++)
            if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) return true;
        return false;
    }

    private static boolean isByteIdentical(ServerClient client, String study, Path file) throws IOException {
        Dataset dataset = dataset(file);
        byte[] back = client.bytes(
                "/dicomweb/studies/" + study + "/series/" + dataset.string(Tag.SERIES_INSTANCE_UID) + "/instances/"
                        + dataset.string(Tag.SOP_INSTANCE_UID),
                Access.READER,
                "application/dicom");
        Path copy = Files.createTempFile("qantara-demo", ".dcm");
        try {
            Files.write(copy, back);
            return Arrays.equals(bytes(file), bytes(copy));
        } finally {
            Files.delete(copy);
        }
    }

    /** The data set's bytes: what follows the File Meta Information, which every system writes for itself. */
    private static byte[] bytes(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        return Arrays.copyOfRange(all, (int) DicomFile.meta(file).datasetOffset(), all.length);
    }

    private static Dataset dataset(Path file) throws IOException {
        return DicomFile.read(file, CharacterSets.TRUSTING, ReadLimits.DEFAULT).dataset();
    }

    private String address() {
        var bind = running.settings().bind();
        return bind.isAnyLocalAddress() ? "127.0.0.1" : bind.getHostAddress();
    }
}
