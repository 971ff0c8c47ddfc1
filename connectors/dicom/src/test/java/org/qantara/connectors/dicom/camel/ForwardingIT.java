package org.qantara.connectors.dicom.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.dicom.TestServer;
import org.qantara.connectors.dicom.association.AcceptorSettings;
import org.qantara.connectors.dicom.dataset.Uids;
import org.qantara.connectors.dicom.dimse.AcceptPolicy;
import org.qantara.connectors.dicom.dimse.Destination;
import org.qantara.connectors.dicom.dimse.InstanceHandler.Outcome;
import org.qantara.connectors.dicom.dimse.Scu;
import org.qantara.connectors.dicom.dimse.ScuSettings;
import org.qantara.connectors.dicom.dimse.Status;
import org.qantara.connectors.dicom.dimse.StoredInstance;
import org.qantara.connectors.dicom.part10.DicomFile;
import org.qantara.connectors.dicom.part10.SampleStudy;
import org.qantara.connectors.dicom.part10.SpoolSettings;

/** The site's archive as second destination: behind the acknowledgement, in order, once, and over restarts. */
class ForwardingIT {
    @TempDir
    Path folder;

    private @Nullable CamelContext context;
    private @Nullable TestServer archive;

    private int route(int archivePort) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        context = camel;
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("dicom:QANTARA@127.0.0.1:0?spool=" + folder.resolve("spool") + "&archive=ARCHIVE@127.0.0.1:"
                                + archivePort)
                        .routeId("dicom")
                        .process(exchange -> exchange.getMessage().setHeader(DicomHeaders.OUTCOME, "accepted"));
            }
        });
        camel.start();
        return consumer().port();
    }

    private DicomConsumer consumer() {
        if (context == null) {
            throw new IllegalStateException("no route runs");
        }
        return (DicomConsumer) context.getRoute("dicom").getConsumer();
    }

    private TestServer archive(int port, Set<String> sopClasses) throws IOException {
        TestServer started = new TestServer(
                SpoolSettings.in(folder.resolve("archive")),
                AcceptorSettings.plain("127.0.0.1", port),
                new AcceptPolicy(
                        "ARCHIVE",
                        Set.of("QANTARA"),
                        Set.of(),
                        Set.of(),
                        Map.of(),
                        sopClasses,
                        false,
                        Uids.transferSyntaxes(),
                        1));
        archive = started;
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private List<Path> study(String name) throws IOException {
        return new SampleStudy(name, "IPP-1", "X^Y", "A1", SampleStudy.Script.UTF_8).write(folder.resolve(name));
    }

    private static void send(int port, List<Path> files) throws IOException {
        List<Scu.Kind> kinds = new ArrayList<>();
        for (Path file : files) {
            kinds.add(Scu.Kind.of(file));
        }
        try (Scu scu = Scu.connect(ScuSettings.plain("CT1"), new Destination("QANTARA", "127.0.0.1", port), kinds)) {
            for (Path file : files) {
                assertThat(scu.store(file).status()).isZero();
            }
        }
    }

    private long marks(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("spool").resolve(name))) {
            return files.count();
        }
    }

    private static List<String> uids(List<StoredInstance> instances) {
        return instances.stream().map(i -> i.object().meta().sopInstanceUid()).toList();
    }

    private static List<String> sent(List<Path> files) throws IOException {
        List<String> uids = new ArrayList<>();
        for (Path file : files) {
            uids.add(DicomFile.meta(file).sopInstanceUid());
        }
        return uids;
    }

    private void confirmed(int count) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(marks("confirmed")).isEqualTo(count));
    }

    @AfterEach
    void stop() throws IOException {
        if (context != null) {
            context.stop();
        }
        if (archive != null) {
            archive.close();
        }
    }

    @Test
    void whatIsAcceptedReachesTheArchiveInOrderAndOnce() throws Exception {
        TestServer pacs = archive(0, Uids.storageSopClasses());
        int port = route(pacs.port());
        List<Path> files = study("one");
        send(port, files);
        confirmed(files.size());
        assertThat(uids(pacs.handed)).isEqualTo(sent(files));
        send(port, files); // the same bytes again are known here and need no second sending
        List<Path> next = study("two");
        send(port, next);
        confirmed(files.size() + next.size());
        assertThat(pacs.handed).hasSize(files.size() + next.size());
    }

    @Test
    void anArchiveThatIsAwayHoldsNobodyUpAndGetsEverythingAfterARestart() throws Exception {
        int later = freePort();
        List<Path> first = study("one");
        send(route(later), first);
        assertThat(consumer().waitingForArchive()).isEqualTo(first.size());
        context.stop();
        List<Path> second = study("two");
        int port = route(later);
        send(port, second);
        TestServer pacs = archive(later, Uids.storageSopClasses());
        confirmed(first.size() + second.size());
        assertThat(uids(pacs.handed)).hasSize(first.size() + second.size()).containsAll(sent(second));
        assertThat(uids(pacs.handed).subList(first.size(), first.size() + second.size()))
                .isEqualTo(sent(second));
    }

    @Test
    void aFullArchiveIsTriedAgainAndNothingOvertakes() throws Exception {
        TestServer pacs = archive(0, Uids.storageSopClasses());
        pacs.outcome = new Outcome.Unavailable("full");
        List<Path> files = study("one");
        send(route(pacs.port()), files);
        await().atMost(Duration.ofSeconds(20)).until(() -> pacs.handed.size() >= 2);
        assertThat(Set.copyOf(uids(pacs.handed)))
                .as("only the oldest is offered")
                .containsExactly(sent(files).get(0));
        pacs.outcome = new Outcome.Accepted();
        confirmed(files.size());
    }

    @Test
    void whatTheArchiveDoesNotTakeIsSetAsideAndOfferedAgainAtTheNextStart() throws Exception {
        Set<String> ctOnly = Set.of(Objects.requireNonNull(Uids.byKeyword("CTImageStorage")));
        TestServer pacs = archive(0, ctOnly);
        List<Path> files = study("one");
        long images = sent(files).size();
        send(route(pacs.port()), files);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(marks("confirmed") + marks("declined"))
                .isEqualTo(images));
        assertThat(marks("declined")).isPositive();
        assertThat(marks("confirmed")).isPositive();
        int port = pacs.port();
        pacs.close();
        context.stop();
        archive(port, Uids.storageSopClasses());
        route(port);
        confirmed((int) images);
        assertThat(marks("declined")).isZero();
    }

    @Test
    void anInstanceThatTheArchiveRefusesDoesNotStopTheNext() throws Exception {
        TestServer pacs = archive(0, Uids.storageSopClasses());
        pacs.outcome = new Outcome.Refused(Status.CANNOT_UNDERSTAND, "no");
        List<Path> files = study("one");
        send(route(pacs.port()), files);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(marks("declined")).isEqualTo(files.size()));
    }

    @Test
    void anAddressThatIsNoneSaysWhatWasExpected() {
        assertThatThrownBy(() -> {
                    CamelContext camel = new DefaultCamelContext();
                    context = camel;
                    camel.addRoutes(new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("dicom:QANTARA@127.0.0.1:0?spool=" + folder.resolve("spool") + "&archive=pacs")
                                    .to("log:x");
                        }
                    });
                    camel.start();
                })
                .hasStackTraceContaining("expected AET@host:port");
    }
}
