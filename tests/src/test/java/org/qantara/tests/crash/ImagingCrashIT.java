package org.qantara.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Environment;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.ReadLimits;
import org.qantara.connectors.dicom.dataset.Tag;
import org.qantara.connectors.dicom.dimse.Destination;
import org.qantara.connectors.dicom.dimse.Scu;
import org.qantara.connectors.dicom.dimse.ScuSettings;
import org.qantara.connectors.dicom.part10.DicomFile;
import org.qantara.connectors.dicom.part10.SampleStudy;
import org.qantara.tests.process.Fhir;
import org.qantara.tests.process.QantaraProcess;
import org.qantara.tests.process.TestHome;

/**
 * All-in-one killed with SIGKILL while a modality stores a study; the modality goes on with what was not acknowledged. In the end one
 * ImagingStudy lists every instance, in a handful of versions.
 */
class ImagingCrashIT {
    private static final int INSTANCES = 300;
    private static final int PER_LIFE = 100;
    private static final int VERSIONS_MAX = 10;

    @TempDir
    Path folder;

    private final Set<String> acknowledged = new HashSet<>();

    @Test
    void aStudyThatIsStoredThroughTwoKillsIsWholeInTheRecord() throws Exception {
        List<Integer> ports = TestHome.freePorts(2);
        Path home = TestHome.withFreePorts(folder.resolve("home"));
        Path route = home.resolve("routes/facilities/IMG-RABAT.camel.yaml");
        String text = Files.readString(route);
        int dicom = text.indexOf("dicom-scp");
        Files.writeString(
                route,
                text.substring(0, dicom)
                        + text.substring(dicom)
                                .replaceFirst("name: port, value: 0", "name: port, value: " + ports.get(0)));
        Map<String, String> environment = Map.of(
                "QANTARA_HOME", home.toString(),
                "QANTARA_DATA", folder.resolve("data").toString(),
                "QANTARA_HTTP_PORT", ports.get(1).toString());
        Settings settings = Settings.from(Role.ALL, new Environment(environment));
        Fhir fhir = new Fhir(settings.httpBase(), settings.tokens());
        Destination to = new Destination("QANTARA", "127.0.0.1", ports.get(0));
        List<Path> files = files();

        for (int life = 0; life < 3; life++) {
            try (QantaraProcess process = QantaraProcess.start(folder.resolve("qantara.log"), environment, "run")) {
                process.awaitReady(settings.httpBase());
                if (life < 2) {
                    store(files, to, process);
                    continue;
                }
                store(files, to, null);
                assertThat(acknowledged).hasSize(INSTANCES);
                process.awaitAnswer(settings.httpBase() + "/fhir/metadata", 401);
                wholeInTheRecord(fhir);
            }
        }
    }

    /** Stores what was not acknowledged; the process is killed in the middle, unless it is null. */
    private void store(List<Path> files, Destination to, QantaraProcess toKill) throws Exception {
        int before = acknowledged.size();
        try (Scu scu = Scu.connect(ScuSettings.plain("CT-RABAT"), to, List.of(Scu.Kind.of(files.get(0))))) {
            for (Path file : files) {
                String uid = uid(file, Tag.SOP_INSTANCE_UID);
                if (acknowledged.contains(uid)) continue;
                if (toKill != null && acknowledged.size() - before == PER_LIFE) {
                    toKill.kill();
                }
                assertThat(scu.store(file).stored()).isTrue();
                acknowledged.add(uid);
            }
        } catch (IOException e) {
            if (toKill == null) throw e; // else the modality sees what a killed peer looks like
        }
    }

    private void wholeInTheRecord(Fhir fhir) throws Exception {
        String uid = uid(files().get(0), Tag.STUDY_INSTANCE_UID);
        JsonNode study = Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> {
                            var answer = fhir.get(
                                    "/fhir/ImagingStudy?identifier=urn:dicom:uid%7Curn:oid:" + uid, Access.READER);
                            return answer.statusCode() == 200 // 503 while the DPP starts
                                    ? new ObjectMapper().readTree(answer.body()).at("/entry/0/resource")
                                    : null;
                        },
                        found ->
                                found != null && found.path("numberOfInstances").asInt() == INSTANCES);
        Set<String> listed = new HashSet<>();
        study.path("series").forEach(series -> series.path("instance")
                .forEach(instance -> listed.add(instance.path("uid").asText())));
        assertThat(listed).isEqualTo(acknowledged);
        int versions = study.path("meta").path("versionId").asInt();
        System.out.printf(
                "imaging crash: 2 kills, %d acknowledged, 0 lost, %d versions%n", acknowledged.size(), versions);
        assertThat(versions).isLessThanOrEqualTo(VERSIONS_MAX);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> fhir.json(
                        "/api/messages?facility=IMG-RABAT&state=accepted", Access.OPERATOR)
                .path("messages")
                .isEmpty());
    }

    private List<Path> files() throws IOException {
        Path where = Files.createDirectories(folder.resolve("study"));
        SampleStudy study = new SampleStudy("crash", "R-CRASH", "العلوي^فاطمة", "ACC-CRASH", SampleStudy.Script.UTF_8);
        List<Path> files = new ArrayList<>();
        for (int number = 1; number <= INSTANCES; number++) {
            files.add(study.ct(where.resolve(number + ".dcm"), number, 32, 32));
        }
        return files;
    }

    private static String uid(Path file, int tag) throws IOException {
        return String.valueOf(DicomFile.read(file, CharacterSets.TRUSTING, ReadLimits.DEFAULT)
                .dataset()
                .string(tag));
    }
}
