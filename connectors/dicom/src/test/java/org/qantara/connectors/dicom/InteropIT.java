package org.qantara.connectors.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.DicomJson;
import org.qantara.connectors.dicom.dataset.ReadLimits;
import org.qantara.connectors.dicom.dataset.Tag;
import org.qantara.connectors.dicom.dataset.Uids;
import org.qantara.connectors.dicom.dimse.Destination;
import org.qantara.connectors.dicom.dimse.Scu;
import org.qantara.connectors.dicom.dimse.ScuSettings;
import org.qantara.connectors.dicom.dimse.Status;
import org.qantara.connectors.dicom.dimse.StoredInstance;
import org.qantara.connectors.dicom.part10.DicomFile;
import org.qantara.connectors.dicom.part10.FileMeta;
import org.slf4j.LoggerFactory;

/** Real peers × services × transfer syntaxes, in both directions; prints the table of the README. */
class InteropIT {
    private static final Map<String, Map<String, String>> TABLE = new LinkedHashMap<>();

    @TempDir
    Path folder;

    @AfterAll
    static void print() {
        StringBuilder text = new StringBuilder("interop table\n");
        TABLE.forEach((peer, cells) ->
                cells.forEach((what, result) -> text.append("| %s | %s | %s |%n".formatted(peer, what, result))));
        LoggerFactory.getLogger(InteropIT.class).warn("{}", text);
    }

    private static void note(String peer, String what, String result) {
        TABLE.computeIfAbsent(peer, key -> new LinkedHashMap<>()).put(what, result);
    }

    /** One file per transfer syntax: samples as they are, and conversions of one by dcmtk. */
    private List<Path> files() throws Exception {
        List<Path> files = new ArrayList<>();
        for (String name : List.of(
                "CT_small", "MR_small_implicit", "MR_small_bigendian", "693_J2KI", "examples_ybr_color", "image_dfl")) {
            Path file = SharedData.file(name + ".dcm");
            files.add(name.equals("image_dfl") ? file : unique(file, files.size()));
        }
        Path ct = SharedData.file("CT_small.dcm");
        files.add(unique(converted("dcmcrle", ct, "rle.dcm"), 20));
        files.add(unique(converted("dcmcjpls", ct, "jpegls.dcm"), 21));
        files.add(unique(converted("dcmcjpeg", ct, "jpeg-lossless.dcm"), 22));
        return files;
    }

    private Path converted(String program, Path from, String name) throws Exception {
        Path to = folder.resolve(name);
        Tool.Result result = Tool.run(program, from, to);
        assertThat(result.exit()).as(result.output()).isZero();
        return to;
    }

    /** A copy that is an instance of its own: the last digits of the SOP Instance UID are others, the length is the same. */
    private Path unique(Path file, int number) throws IOException {
        DicomFile read = DicomFile.read(file, CharacterSets.TRUSTING, ReadLimits.DEFAULT);
        String uid = read.dataset().string(Tag.SOP_INSTANCE_UID);
        String other = uid.substring(0, uid.length() - 2) + "%02d".formatted(number);
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        return Files.writeString(
                folder.resolve("unique" + number + ".dcm"), bytes.replace(uid, other), StandardCharsets.ISO_8859_1);
    }

    private static String syntax(Path file) throws IOException {
        return Uids.name(DicomFile.meta(file).transferSyntaxUid());
    }

    /** Every element, without the offsets, which differ when the sender writes lengths in another way. */
    private static String content(Path file) throws IOException {
        DicomFile read = DicomFile.read(file, CharacterSets.TRUSTING, ReadLimits.DEFAULT);
        return new String(DicomJson.write(read.dataset(), "x", "y"), StandardCharsets.UTF_8)
                .replaceAll("\"offset\":[0-9]+,?", "")
                .replaceAll("offset=[0-9]+", "")
                .replace(
                        "{\"vr\":\"OW\",\"BulkDataURI\"",
                        "{\"vr\":\"OB\",\"BulkDataURI\""); // dcmtk mends OW of fragments
    }

    private static byte[] datasetBytes(Path file) throws IOException {
        FileMeta meta = DicomFile.meta(file);
        byte[] all = Files.readAllBytes(file);
        int odd = (all.length - (int) meta.datasetOffset()) % 2; // padded on the way
        return Arrays.copyOfRange(all, (int) meta.datasetOffset(), all.length + odd);
    }

    @Test
    void dcmtkSendsToUs() throws Exception {
        try (TestServer server = TestServer.in(folder)) {
            assertThat(Tool.run("echoscu", "-aec", "QANTARA", "127.0.0.1", server.port())
                            .exit())
                    .isZero();
            note("dcmtk 3.6.7 echoscu → Qantara", "C-ECHO", "success");
            for (Path file : files()) {
                // dcmsend proposes the file's own transfer syntax
                Tool.Result sent = Tool.run("dcmsend", "-dn", "-aec", "QANTARA", "127.0.0.1", server.port(), file);
                assertThat(sent.exit()).as(file + sent.output()).isZero();
                StoredInstance stored = server.last();
                assertThat(content(server.file(stored))).as("%s", file).isEqualTo(content(file));
                note(
                        "dcmtk 3.6.7 dcmsend → Qantara",
                        "C-STORE " + Uids.name(stored.object().meta().transferSyntaxUid()),
                        "success, same elements");
            }
        }
    }

    @Test
    void weSendToDcmtk() throws Exception {
        Path received = folder.resolve("received");
        try (Peer storescp = Peer.storescp(received)) {
            List<Path> files = files();
            send(new Destination("STORESCP", "127.0.0.1", storescp.port), files, "dcmtk 3.6.7 storescp");
            List<byte[]> sent = new ArrayList<>();
            for (Path file : files) {
                sent.add(datasetBytes(file));
            }
            try (Stream<Path> arrived = Files.list(received)) {
                List<Path> all = arrived.toList();
                assertThat(all).hasSize(files.size());
                for (Path file : all) {
                    byte[] bytes = datasetBytes(file);
                    assertThat(sent.stream().anyMatch(each -> Arrays.equals(each, bytes)))
                            .as("byte-identical: %s", file)
                            .isTrue();
                }
            }
        }
    }

    private static void send(Destination to, List<Path> files, String peer) throws Exception {
        List<Scu.Kind> kinds = new ArrayList<>();
        for (Path file : files) {
            kinds.add(Scu.Kind.of(file));
        }
        try (Scu scu = Scu.connect(ScuSettings.plain("QANTARA"), to, kinds)) {
            assertThat(scu.echo()).isEqualTo(Status.SUCCESS);
            note("Qantara → " + peer, "C-ECHO", "success");
            for (Path file : files) {
                assertThat(scu.store(file).status()).as("%s", file).isEqualTo(Status.SUCCESS);
                note("Qantara → " + peer, "C-STORE " + syntax(file), "success, byte-identical data set");
            }
        }
    }

    @Test
    void orthancReceivesFromUsAndSendsBackToUs() throws Exception {
        try (TestServer server = TestServer.in(folder);
                Peer orthanc = Peer.orthanc(folder.resolve("orthanc"), server.port())) {
            List<Path> files = files();
            send(new Destination("ORTHANC", "127.0.0.1", orthanc.port), files, "Orthanc 1.10.1");
            List<String> instances = orthanc.instances();
            assertThat(instances).hasSize(files.size());
            orthanc.post("/modalities/qantara/echo", "");
            note("Orthanc 1.10.1 → Qantara", "C-ECHO", "success");
            Map<String, String> syntaxes = new LinkedHashMap<>();
            for (Path file : files) {
                syntaxes.put(DicomFile.meta(file).sopInstanceUid(), syntax(file));
            }
            for (String instance : instances) {
                orthanc.post("/modalities/qantara/store", instance);
                StoredInstance stored = server.last();
                String uid = stored.object().meta().sopInstanceUid();
                assertThat(Uids.name(stored.object().meta().transferSyntaxUid()))
                        .isEqualTo(syntaxes.get(uid));
                note("Orthanc 1.10.1 → Qantara", "C-STORE " + syntaxes.get(uid), "success");
            }
            assertThat(server.handed).hasSize(files.size());
        }
    }

    @Test
    void weReceiveFromOurselvesByteForByte() throws Exception {
        try (TestServer server = TestServer.in(folder)) {
            List<Path> files = new ArrayList<>(files());
            for (Path file : SharedData.files()) {
                String name = file.getFileName().toString();
                boolean sendable = !name.startsWith("meta_missing")
                        && !name.startsWith("rtplan_truncated")
                        && !name.startsWith("bad_sequence"); // its SOP Instance UID is none
                if (sendable) {
                    files.add(file);
                }
            }
            send(new Destination("QANTARA", "127.0.0.1", server.port()), files, "Qantara");
            List<byte[]> stored = new ArrayList<>();
            for (StoredInstance instance : server.handed) {
                stored.add(datasetBytes(server.file(instance)));
            }
            for (Path file : files) {
                byte[] bytes = datasetBytes(file);
                assertThat(stored.stream().anyMatch(each -> Arrays.equals(each, bytes)))
                        .as("%s", file)
                        .isTrue();
            }
        }
    }
}
