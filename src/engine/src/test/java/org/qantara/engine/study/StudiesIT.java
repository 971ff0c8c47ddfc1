package org.qantara.engine.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qantara.engine.Engine;
import org.qantara.engine.EngineSettings;
import org.qantara.engine.MessageState;
import org.qantara.engine.Signals;
import org.qantara.engine.inbox.Verdict;
import org.qantara.engine.ledger.Ledger;
import org.qantara.engine.ledger.LedgerSettings;
import org.qantara.engine.ledger.MessageRow;
import org.qantara.engine.message.Received;
import org.qantara.engine.testing.Bench;
import org.qantara.engine.testing.MadeStudy;
import org.qantara.engine.testing.RecordingFhirServer;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Mappings;

/** Instances one by one into the engine, with the project's own maps; one ImagingStudy at the destination. */
class StudiesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Mappings maps;

    @TempDir
    Path folder;

    private final RecordingFhirServer server = new RecordingFhirServer();
    private Engine engine;

    @BeforeAll
    static void compile() throws Exception {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("mappings/base"))) {
            root = Objects.requireNonNull(root.getParent(), "the project's mappings are not above this folder");
        }
        maps = ((Compilation.Compiled) Mappings.compile(root.resolve("mappings"))).mappings();
    }

    @BeforeEach
    void start() throws Exception {
        start(new StudyPace.Times(400, 200, 2_000, 60_000));
    }

    /** The ledger of this test: H2 in the folder. */
    LedgerSettings ledger() throws Exception {
        return LedgerSettings.of("jdbc:h2:file:" + folder.resolve("ledger") + ";WRITE_DELAY=0", "sa", "");
    }

    private void start(StudyPace.Times times) throws Exception {
        EngineSettings settings = EngineSettings.of(folder, null, null, server.base())
                .withLedger(ledger())
                .withDelivery(Bench.QUICK)
                .withStudies(times);
        engine = Engine.start(settings, () -> "token", () -> maps, Signals.NONE);
    }

    @AfterEach
    void stop() {
        engine.close();
        server.close();
    }

    private long send(Received received) throws Exception {
        Verdict verdict = engine.inbox().receive(received).get(60, TimeUnit.SECONDS);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verdict).intake();
    }

    private MessageRow awaitState(long intake, MessageState state) throws Exception {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> engine.messages()
                        .find(intake)
                        .filter(row -> row.state() == state)
                        .isPresent());
        return engine.messages().find(intake).orElseThrow();
    }

    private List<JsonNode> versions(String type) {
        return server.writes().stream()
                .filter(write -> write.resource().startsWith(type + "/"))
                .map(write -> json(write.body()))
                .toList();
    }

    private JsonNode last(String type) {
        List<JsonNode> all = versions(type);
        return all.get(all.size() - 1);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> instances(JsonNode study) {
        Set<String> uids = new HashSet<>();
        study.path("series").forEach(series -> series.path("instance")
                .forEach(instance -> uids.add(instance.path("uid").asText())));
        return uids;
    }

    @Test
    void aThousandInstancesMakeAHandfulOfVersionsAndLoseNone() throws Exception {
        engine.close();
        start(StudyPace.Times.DEFAULT);
        MadeStudy study = new MadeStudy("1.2.840.99.1", "IPP-1", "ACC-1");
        List<Long> numbers = new ArrayList<>();
        long began = System.nanoTime();
        numbers.add(send(study.image(1)));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !versions("ImagingStudy").isEmpty());
        System.out.printf("first version after %d ms%n", (System.nanoTime() - began) / 1_000_000);
        for (int image = 2; image <= 1000; image++) {
            numbers.add(send(study.image(image)));
        }
        engine.associationReleased("127.0.0.1:40104");
        awaitState(numbers.get(999), MessageState.DELIVERED);
        for (long number : numbers) {
            assertThat(engine.messages().find(number).orElseThrow().state()).isEqualTo(MessageState.DELIVERED);
        }
        List<JsonNode> versions = versions("ImagingStudy");
        System.out.printf("1000 instances: %d versions%n", versions.size());
        assertThat(versions).hasSizeBetween(2, 6);
        assertThat(instances(versions.get(0))).containsExactly(study.imageUid(1));
        assertThat(instances(last("ImagingStudy"))).hasSize(1000);
        assertThat(last("ImagingStudy").path("numberOfInstances").asInt()).isEqualTo(1000);
        assertThat(engine.messages().account().lost()).isEmpty();
    }

    /** o order, s study, r report, d report as a document, in every order that matters. */
    @ParameterizedTest
    @ValueSource(strings = {"osrd", "sord", "srdo", "rdso", "rdos", "orsd", "drso"})
    void orderReportsAndStudyFindEachOtherInAnyOrder(String sequence) throws Exception {
        MadeStudy study = new MadeStudy("1.2.840.99.2", "IPP-2", "ACC-2");
        for (char next : sequence.toCharArray()) {
            long number = send(
                    switch (next) {
                        case 'o' -> study.order("IPP-2");
                        case 'r' -> study.report();
                        case 'd' -> study.document();
                        default -> study.image(1);
                    });
            awaitState(number, MessageState.DELIVERED);
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            String imaging = "ImagingStudy/" + last("ImagingStudy").path("id").asText();
            String request =
                    "ServiceRequest/" + last("ServiceRequest").path("id").asText();
            assertThat(last("ImagingStudy").at("/basedOn/0/reference").asText()).isEqualTo(request);
            assertThat(last("DiagnosticReport").at("/imagingStudy/0/reference").asText())
                    .isEqualTo(imaging);
            assertThat(last("DocumentReference").path("context").path("related").toString())
                    .contains(imaging);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "113001,true", "113001,false", "113037,true", "113037,false",
        "113038,true", "113038,false", "113039,true", "113039,false"
    })
    void aRejectionNoteTakesInstancesOutWhetherItComesBeforeOrAfter(String code, boolean before) throws Exception {
        MadeStudy study = new MadeStudy("1.2.840.99.3", "IPP-3", "ACC-3");
        send(study.image(1));
        if (before) {
            send(study.keyObjects(code, 2));
        }
        send(study.image(2));
        if (!before) {
            send(study.keyObjects(code, 2));
        }
        long interest = send(study.keyObjects("113000", 1));
        awaitState(interest, MessageState.DELIVERED);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> instances(last("ImagingStudy")).size() == 2);
        String kept = study.uid() + ".3.113000";
        assertThat(instances(last("ImagingStudy"))).containsExactlyInAnyOrder(study.imageUid(1), kept);
        awaitState(send(study.keyObjects(code.equals("113039") ? "113001" : "113039", 1)), MessageState.DELIVERED);
        assertThat(instances(last("ImagingStudy"))).containsExactly(kept);
    }

    @Test
    void aStudyGoesWithTheLastOfItsMessages() throws Exception {
        MadeStudy study = new MadeStudy("1.2.840.99.9", "IPP-9", "ACC-9");
        awaitState(send(study.image(1)), MessageState.DELIVERED);
        awaitState(send(study.keyObjects("113001", 2)), MessageState.DELIVERED);
        engine.close();
        LedgerSettings settings = ledger();
        try (Ledger ledger = Ledger.open(settings)) {
            OffsetDateTime keptUntil = OffsetDateTime.now().plus(settings.keepFor());
            ledger.retain(keptUntil.minusDays(2));
            assertThat(ledger.studies().find("IMG-TEST", study.uid())).isPresent();
            ledger.retain(keptUntil.plusDays(2));
            assertThat(ledger.studies().find("IMG-TEST", study.uid())).isEmpty();
            assertThat(ledger.studies().version(new StudyKey("dpp", "IMG-TEST", study.uid())))
                    .isEmpty();
        }
        start();
        awaitState(send(study.image(2)), MessageState.DELIVERED);
        assertThat(instances(last("ImagingStudy")))
                .as("the rejection note went too")
                .containsExactly(study.imageUid(2));
    }

    @Test
    void aDocumentTooLargeForTheMessageIsWhereDicomWebHasIt() throws Exception {
        MadeStudy study = new MadeStudy("1.2.840.99.10", "IPP-10", "ACC-10");
        awaitState(send(study.largePdf(20_000_001)), MessageState.DELIVERED);
        JsonNode attachment = last("DocumentReference").at("/content/0/attachment");
        assertThat(attachment.path("contentType").asText()).isEqualTo("application/pdf");
        assertThat(attachment.has("data")).isFalse();
        assertThat(attachment.path("size").asInt()).isEqualTo(20_000_001);
        assertThat(attachment.path("url").asText())
                .isEqualTo("http://127.0.0.1:8080/dicomweb/studies/" + study.uid() + "/series/" + study.uid()
                        + ".2/instances/" + study.uid() + ".2.1/rendered");
    }

    @Test
    void aStudyOfWhichEverythingWasTakenBackIsCancelled() throws Exception {
        MadeStudy study = new MadeStudy("1.2.840.99.4", "IPP-4", "ACC-4");
        send(study.image(1));
        awaitState(send(study.keyObjects("113037", 1)), MessageState.DELIVERED);
        assertThat(last("ImagingStudy").path("status").asText()).isEqualTo("cancelled");
        assertThat(last("ImagingStudy").path("numberOfInstances").asInt()).isZero();
    }

    @Test
    void aStudyUnderAnotherPatientIsHeldBackUntilTheTwoAreMerged() throws Exception {
        MadeStudy study = new MadeStudy("1.2.840.99.5", "IPP-5", "ACC-5");
        awaitState(send(study.image(1)), MessageState.DELIVERED);
        MadeStudy renamed = new MadeStudy(study.uid(), "IPP-5B", "ACC-5");
        long conflict = send(renamed.image(2));
        assertThat(awaitState(conflict, MessageState.QUARANTINED).errorDetail()).isEqualTo("KEY-REUSED");
        assertThat(instances(last("ImagingStudy"))).containsExactly(study.imageUid(1));

        awaitState(send(renamed.merge("IPP-5")), MessageState.DELIVERED);
        assertThat(engine.messages().replay(conflict, "test", "merged")).isTrue();
        awaitState(conflict, MessageState.DELIVERED);
        assertThat(instances(last("ImagingStudy"))).hasSize(2);
    }

    @Test
    void withoutANumberThePatientIsTheOrders() throws Exception {
        MadeStudy study = new MadeStudy("1.2.840.99.6", "", "ACC-6");
        long image = send(study.image(1));
        assertThat(awaitState(image, MessageState.QUARANTINED).errorCode()).isEqualTo("UNMATCHED");
        send(study.order("IPP-6"));
        awaitState(image, MessageState.DELIVERED);
        assertThat(last("Patient").path("identifier").toString()).contains("IPP-6");
    }

    @Test
    void aPdfIsInTheStudyAndADocumentOfItsOwn() throws Exception {
        MadeStudy study = new MadeStudy("1.2.840.99.7", "IPP-7", "ACC-7");
        send(study.image(1));
        awaitState(send(study.pdf()), MessageState.DELIVERED);
        assertThat(instances(last("ImagingStudy"))).hasSize(2);
        String pdf = "JVBERi0xLjQK";
        assertThat(last("Binary").path("data").asText()).isEqualTo(pdf);
        assertThat(last("DocumentReference").at("/content/0/attachment/url").asText())
                .isEqualTo("Binary/"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256")
                                        .digest(Base64.getDecoder().decode(pdf))));
        assertThat(last("DocumentReference").at("/context/related/0/reference").asText())
                .isEqualTo("ImagingStudy/" + last("ImagingStudy").path("id").asText());
    }

    @Test
    void anInstanceWithoutAStudyIsHeldBackAlone() throws Exception {
        MadeStudy study = new MadeStudy("1.2.840.99.8", "IPP-8", "ACC-8");
        long bad = send(new MadeStudy("study", "IPP-8", "ACC-8").image(1));
        long good = send(study.image(1));
        assertThat(awaitState(bad, MessageState.QUARANTINED).errorLocation()).isEqualTo("(0020,000D)");
        awaitState(good, MessageState.DELIVERED);
    }

    @Test
    void whatWaitedWhenTheProcessEndedIsSaidByTheNext() throws Exception {
        MadeStudy study = new MadeStudy("1.2.840.99.9", "IPP-9", "ACC-9");
        awaitState(send(study.image(1)), MessageState.DELIVERED);
        List<Long> numbers = new ArrayList<>();
        for (int image = 2; image < 22; image++) {
            numbers.add(send(study.image(image)));
        }
        engine.close();
        start();
        for (long number : numbers) {
            awaitState(number, MessageState.DELIVERED);
        }
        assertThat(instances(last("ImagingStudy"))).hasSize(21);
    }
}
