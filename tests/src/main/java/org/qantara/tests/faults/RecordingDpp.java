package org.qantara.tests.faults;

import java.io.IOException;
import java.nio.file.Path;
import org.qantara.tests.sink.Sink;

/** The recording FHIR server, a process of its own whose synced log is the proof. */
final class RecordingDpp implements Dpp {
    private final Path log;
    private final Sink sink;

    private RecordingDpp(Path log) throws IOException {
        this.log = log;
        this.sink = Sink.start(log);
    }

    static RecordingDpp start(Path folder) throws IOException {
        return new RecordingDpp(folder.resolve("sink.log"));
    }

    Sink sink() {
        return sink;
    }

    @Override
    public int port() {
        return sink.port();
    }

    @Override
    public void kill() throws InterruptedException {
        sink.kill();
    }

    @Override
    public void restart() throws IOException {
        sink.restart();
    }

    @Override
    public long applied() throws IOException {
        return sink.state().applied();
    }

    @Override
    public OutsideProof proof(Path ackFile) throws IOException {
        return OutsideProof.of(ackFile, log);
    }

    @Override
    public void close() {
        sink.close();
    }
}
