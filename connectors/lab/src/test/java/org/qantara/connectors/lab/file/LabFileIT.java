package org.qantara.connectors.lab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.lab.QantaraHeaders;

/** Pickup of real folders through Camel's file consumer. */
@Timeout(60)
class LabFileIT {
    private static final String MESSAGE = "H|^~\\&|||LAB||ORU|||HOSP||P|H2.1^C|202601281210\rP|0001|99\r"
            + "OBX|1|ST|CRP^C Reactive Pro\rA|tein^L||< 3,0|mg/L\rL|1||1|5\r";

    @TempDir
    Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<Stored> stored = new CopyOnWriteArrayList<>();
    private volatile Function<String, String> verdict = body -> "accepted";

    private record Stored(byte[] body, Map<String, Object> headers) {
        String text() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void start(String uri) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(LabFileIT.this::inbox);
            }
        });
        camel.start();
    }

    private void inbox(Exchange exchange) {
        Stored message = new Stored(
                exchange.getIn().getBody(byte[].class),
                Map.copyOf(exchange.getIn().getHeaders()));
        stored.add(message);
        if (!message.headers().containsKey(QantaraHeaders.TRANSPORT_FAULT))
            exchange.getMessage().setHeader(QantaraHeaders.OUTCOME, verdict.apply(message.text()));
    }

    private void put(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name + ".hpr"), bytes);
        Files.createFile(folder.resolve(name + ".ok"));
    }

    private List<String> names(String sub) throws IOException {
        Path place = folder.resolve(sub);
        if (!Files.isDirectory(place)) return List.of();
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString().replaceFirst("^[0-9]+-", ""))
                    .sorted()
                    .toList();
        }
    }

    private void awaitNames(String sub, String... names) {
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(names(sub)).containsExactly(names));
    }

    private String hprim() {
        return "lab-hprim:" + folder + "?delay=50&initialDelay=0";
    }

    @Test
    void aFileIsTakenWhenItsOkIsThereAndMovesWhenItIsStored() throws Exception {
        Files.writeString(folder.resolve("early.hpr"), MESSAGE);
        put("a", MESSAGE.getBytes(StandardCharsets.ISO_8859_1));
        start(hprim());
        awaitNames("done", "a.hpr");
        assertThat(names(".")).containsExactly("early.hpr");
        assertThat(stored).hasSize(1);
        assertThat(stored.get(0).text())
                .as("A lines and delimiters as received")
                .isEqualTo(MESSAGE);
        assertThat(stored.get(0).headers())
                .containsEntry(QantaraHeaders.PROTOCOL, "hprim")
                .containsEntry(QantaraHeaders.FORMAT, "hprim")
                .containsEntry(QantaraHeaders.PEER, "file:" + folder)
                .containsEntry(QantaraHeaders.CHARSET, "ISO-8859-1")
                .containsEntry(QantaraHeaders.CHARSET_SOURCE, "assumed");
        assertThat(stored.get(0).headers().keySet()).noneMatch(name -> name.startsWith("Camel"));
        Files.createFile(folder.resolve("early.ok"));
        awaitNames("done", "a.hpr", "early.hpr");
        assertThat(names(".")).isEmpty();
    }

    @Test
    void aFileWithTheNameOfAnEarlierOneReplacesNothing() throws Exception {
        start(hprim());
        put("result", MESSAGE.getBytes(StandardCharsets.ISO_8859_1));
        awaitNames("done", "result.hpr");
        put("result", MESSAGE.replace("3,0", "4,0").getBytes(StandardCharsets.ISO_8859_1));
        awaitNames("done", "result.hpr", "result.hpr");
        assertThat(stored).hasSize(2);
    }

    @Test
    void whatCannotBeStoredStaysAndIsNotOvertaken() throws Exception {
        put("first", MESSAGE.getBytes(StandardCharsets.ISO_8859_1));
        put("second", MESSAGE.replace("P|0001", "P|0002").getBytes(StandardCharsets.ISO_8859_1));
        Files.setLastModifiedTime(
                folder.resolve("first.hpr"), FileTime.fromMillis(System.currentTimeMillis() - 60_000));
        List<String> answers = new CopyOnWriteArrayList<>(List.of("unavailable"));
        verdict = body -> answers.isEmpty() ? "accepted" : answers.remove(0);
        start(hprim());
        awaitNames("done", "first.hpr", "second.hpr");
        assertThat(stored.stream().map(s -> s.text().contains("P|0001") ? 1 : 2).toList())
                .containsExactly(1, 1, 2);
        assertThat(names(".")).isEmpty();
    }

    @Test
    void whatIsRefusedOrNotWholeMovesToFailed() throws Exception {
        put("a-refused", MESSAGE.getBytes(StandardCharsets.ISO_8859_1));
        put("b-cut", MESSAGE.substring(0, 60).getBytes(StandardCharsets.ISO_8859_1));
        put("c-other", "%PDF-1.4\n".getBytes(StandardCharsets.ISO_8859_1));
        put("d-empty", new byte[0]);
        verdict = body -> "refused";
        start(hprim());
        awaitNames("failed", "a-refused.hpr", "b-cut.hpr", "c-other.hpr", "d-empty.hpr");
        assertThat(stored.stream().map(s -> String.valueOf(s.headers().get(QantaraHeaders.TRANSPORT_FAULT))))
                .containsExactlyInAnyOrder(
                        "null",
                        "the message has no terminator record L",
                        "the file does not begin with a header record H",
                        "the file is empty");
        assertThat(names(".")).isEmpty();
    }

    @Test
    void aFileTooLongKeepsItsBeginAndTheFolderKeepsTheFile() throws Exception {
        put("big", (MESSAGE + "x".repeat(2_000_000)).getBytes(StandardCharsets.ISO_8859_1));
        start(hprim() + "&fileBytesMax=1000000");
        awaitNames("failed", "big.hpr");
        assertThat(stored.get(0).body()).hasSize(65_536);
        assertThat(stored.get(0).headers().get(QantaraHeaders.TRANSPORT_FAULT).toString())
                .contains("more than fileBytesMax=1000000");
    }

    @Test
    void severalMessagesInOneFileAreHandedOverOneByOne() throws Exception {
        put("two", (MESSAGE + MESSAGE.replace("P|0001", "P|0002")).getBytes(StandardCharsets.ISO_8859_1));
        start(hprim());
        awaitNames("done", "two.hpr");
        assertThat(stored.stream().map(Stored::text)).containsExactly(MESSAGE, MESSAGE.replace("P|0001", "P|0002"));
    }

    @Test
    void encodingsAreDecidedByBytesOrByTheRoute() throws Exception {
        String french = MESSAGE.replace("LAB", "Hôpital de Fès é à ç è");
        put("1-latin", french.getBytes(StandardCharsets.ISO_8859_1));
        put("2-mac", french.getBytes(Charset.forName("x-MacRoman")));
        put("3-utf8", french.getBytes(StandardCharsets.UTF_8));
        put("4-utf16", french.getBytes(StandardCharsets.UTF_16LE));
        put("5-utf16bom", ("\ufeff" + french).getBytes(StandardCharsets.UTF_16BE));
        start(hprim());
        awaitNames("done", "1-latin.hpr", "2-mac.hpr", "3-utf8.hpr", "4-utf16.hpr", "5-utf16bom.hpr");
        assertThat(stored.stream()
                        .map(s -> s.headers().get(QantaraHeaders.CHARSET) + " "
                                + s.headers().get(QantaraHeaders.CHARSET_SOURCE)))
                .containsExactlyInAnyOrder(
                        "ISO-8859-1 assumed",
                        "x-MacRoman assumed",
                        "UTF-8 assumed",
                        "UTF-16LE assumed",
                        "UTF-16BE bom");
        for (Stored message : stored)
            assertThat(new String(
                            message.body(),
                            Charset.forName(message.headers()
                                    .get(QantaraHeaders.CHARSET)
                                    .toString())))
                    .isEqualTo(french);
    }

    @Test
    void delimitedRecordsAreMessagesWithTheHeaderBeforeThem() throws Exception {
        Files.writeString(folder.resolve("r.csv"), "sample;test;value\nS1;GLU;\"7,0\"\n\nS2;CMT;\"two\nlines\"\n");
        start("lab-file:" + folder
                + "?format=csv&pattern=.*%5C.csv&delay=50&initialDelay=0&readLockMinAge=0&readLockCheckInterval=100"
                + "&charset=windows-1252");
        awaitNames("done", "r.csv");
        assertThat(stored.stream().map(Stored::text))
                .containsExactly("sample;test;value\nS1;GLU;\"7,0\"\n", "sample;test;value\nS2;CMT;\"two\nlines\"\n");
        assertThat(stored.get(0).headers())
                .containsEntry(QantaraHeaders.PROTOCOL, "file")
                .containsEntry(QantaraHeaders.FORMAT, "csv")
                .containsEntry(QantaraHeaders.CHARSET, "windows-1252")
                .containsEntry(QantaraHeaders.CHARSET_SOURCE, "facility");
    }

    @Test
    void aFileThatVanishesWhileItIsPickedUpDisturbsNobody() throws Exception {
        put("a", MESSAGE.getBytes(StandardCharsets.ISO_8859_1));
        put("b", MESSAGE.getBytes(StandardCharsets.ISO_8859_1));
        put("c", MESSAGE.getBytes(StandardCharsets.ISO_8859_1));
        for (String name : List.of("a", "b", "c"))
            Files.setLastModifiedTime(folder.resolve(name + ".hpr"), FileTime.fromMillis(1_000_000L * name.charAt(0)));
        verdict = body -> {
            try {
                Files.deleteIfExists(folder.resolve("b.hpr"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return "accepted";
        };
        start(hprim());
        awaitNames("done", "a.hpr", "c.hpr");
        assertThat(stored).hasSize(2);
        assertThat(names(".")).containsExactly("b.ok");
        assertThat(names("failed")).isEmpty();
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.map(Path::toString)).noneMatch(name -> name.contains("null"));
        }
    }

    @Test
    void afterTheRouteFailedTheFileIsTriedAgain() throws Exception {
        List<String> failures = new CopyOnWriteArrayList<>(List.of("once"));
        verdict = body -> {
            if (!failures.isEmpty()) throw new IllegalStateException(failures.remove(0));
            return "accepted";
        };
        put("a", MESSAGE.getBytes(StandardCharsets.ISO_8859_1));
        start(hprim());
        awaitNames("done", "a.hpr");
        assertThat(stored).hasSize(2);
    }

    @Test
    void aDocumentThatAResultNamesTravelsWithIt() throws Exception {
        String message = MESSAGE.replace(
                "L|1||1|5",
                "OBX|2|FIC|CR^Compte rendu||cr1.pdf^PDF\rOBX|3|FIC|X||../a.ok\rOBX|4|FIC|Y||none.pdf^PDF\rL|1||1|8");
        byte[] pdf = "%PDF-1.4\n%\u00e2\u00e3".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(folder.resolve("cr1.pdf"), pdf);
        put("a", message.getBytes(StandardCharsets.ISO_8859_1));
        start(hprim());
        awaitNames("done", "a.hpr", "cr1.pdf");
        assertThat(stored.stream().map(Stored::text))
                .as("its bytes stand behind its name; what is not there or not beside the message changes nothing")
                .containsExactly(message.replace(
                        "cr1.pdf^PDF", "cr1.pdf^PDF^" + Base64.getEncoder().encodeToString(pdf)));
        assertThat(names(".")).isEmpty();
    }

    @Test
    void aDocumentStaysWhereItsMessageStays() throws Exception {
        List<String> failures = new CopyOnWriteArrayList<>(List.of("once"));
        verdict = body -> failures.isEmpty() ? "accepted" : failures.remove(0).replace("once", "unavailable");
        Files.writeString(folder.resolve("cr1.pdf"), "%PDF");
        put("a", MESSAGE.replace("L|1||1|5", "OBX|2|FIC|CR||cr1.pdf\rL|1").getBytes(StandardCharsets.ISO_8859_1));
        start(hprim());
        awaitNames("done", "a.hpr", "cr1.pdf");
        assertThat(stored.stream().map(Stored::text)).hasSize(2).allSatisfy(text -> assertThat(text)
                .contains("||cr1.pdf^PDF^JVBERg==\r"));
    }
}
