package org.qantara.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.tests.load.AckLog;
import org.qantara.tests.load.LoadMessage.Fate;
import org.qantara.tests.load.LoadMessage.Kind;
import org.qantara.tests.sink.SinkRequest;

/** A proof that cannot fail proves nothing: each thing that must not be is made here, and found. */
class OutsideProofTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private long lines;

    private void acked(String answer, Kind kind, Fate fate, String controlId, String patient, long version)
            throws IOException {
        try (AckLog log = AckLog.appendTo(folder.resolve("acks"))) {
            log.add(new AckLog.Entry(lines, ++lines, answer, controlId, kind, fate, patient, null, version, 0));
        }
    }

    private void adt(String patient, long version) throws IOException {
        acked("AA", Kind.ADT, Fate.APPLIED, "r-" + patient + "-" + version, patient, version);
    }

    private void applied(long intake, String... resources) throws IOException {
        List<SinkRequest.Entry> entries = List.of(resources).stream()
                .map(json -> new SinkRequest.Entry(
                        json.contains("Diagnostic") ? "DiagnosticReport/d" : "Patient/p",
                        "replace",
                        SinkRequest.Outcome.WRITTEN,
                        json))
                .toList();
        Files.writeString(
                folder.resolve("sink"),
                JSON.writeValueAsString(new SinkRequest(++lines, lines, "CHU-RABAT", intake, entries)) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static String patient(String number, long version) {
        return """
                {"resourceType":"Patient","identifier":[{"system":"urn:ma:ipp:CHU-RABAT","value":"%s"}],
                 "name":[{"family":"X","given":["Y","V%d"]}]}"""
                .formatted(number, version);
    }

    private List<String> findings() throws IOException {
        return OutsideProof.of(folder.resolve("acks"), folder.resolve("sink")).findings().stream()
                .map(one -> one.what() + " " + one.message())
                .toList();
    }

    @Test
    void whatIsThereOnceAndInOrderIsNoFinding() throws Exception {
        adt("71", 1);
        adt("71", 2);
        adt("71", 2); // the same once more: a retransmission
        acked("AA", Kind.ORU, Fate.APPLIED, "r-0-9", "71", 3);
        acked("AR", Kind.ADT, Fate.APPLIED, "r-0-10", "71", 4);
        acked("AE", Kind.MALFORMED, Fate.REFUSED, "r-0-11", "71", 0);
        acked("AA", Kind.MALFORMED, Fate.QUARANTINED, "r-0-12", "71", 0);
        applied(1, patient("71", 1));
        applied(2, patient("71", 2));
        applied(2, patient("71", 2)); // its answer was lost
        applied(3, "{\"resourceType\":\"DiagnosticReport\",\"identifier\":[{\"value\":\"Fr09\"}]}");
        assertThat(findings()).isEmpty();
    }

    @Test
    void aMessageThatWasAcknowledgedAndNeverCameIsLost() throws Exception {
        adt("71", 1);
        acked("CA", Kind.ORU, Fate.APPLIED, "r-0-9", "71", 2);
        applied(1, patient("72", 1));
        assertThat(findings()).containsExactlyInAnyOrder("lost r-71-1", "lost r-0-9");
    }

    @Test
    void aMessageUnderTwoNumbersIsDoubled() throws Exception {
        adt("71", 1);
        applied(1, patient("71", 1));
        applied(2, patient("71", 1));
        assertThat(findings()).containsExactly("doubled r-71-1");
    }

    @Test
    void aNumberWithTwoContentsIsDoubled() throws Exception {
        adt("71", 1);
        applied(1, patient("71", 1));
        applied(1, patient("71", 1).replace("\"X\"", "\"Z\""));
        assertThat(findings()).containsExactly("doubled intake 1");
    }

    @Test
    void anOlderMessageAfterANewerOneIsAnInversion() throws Exception {
        adt("71", 1);
        adt("71", 2);
        applied(2, patient("71", 2));
        applied(1, patient("71", 1));
        assertThat(findings()).containsExactly("inversion r-71-2");
    }
}
