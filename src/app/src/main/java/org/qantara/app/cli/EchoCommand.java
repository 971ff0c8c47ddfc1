package org.qantara.app.cli;

import java.util.concurrent.Callable;
import org.qantara.connectors.dicom.dimse.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "echo",
        description = "Asks a DICOM application entity whether it is there (C-ECHO).",
        footer = {
            "",
            "Example:",
            "  ./qantara echo QANTARA@127.0.0.1:11112 --aet CT-RABAT",
            "",
            "Exit codes: 0 success, 1 it answered something else, 2 usage, 3 it cannot be reached or rejects us."
        })
final class EchoCommand implements Callable<Integer> {
    @Parameters(paramLabel = "AET@HOST:PORT", description = "whom to ask")
    String peer = "";

    @Option(
            names = "--aet",
            paramLabel = "TITLE",
            defaultValue = "QANTARA",
            description = "what we call ourselves (default: ${DEFAULT-VALUE})")
    String callingAeTitle = "QANTARA";

    @Option(
            names = "--timeout",
            defaultValue = "30",
            description = "seconds to wait for the answer (default: ${DEFAULT-VALUE})")
    int timeoutSeconds = 30;

    @Override
    public Integer call() {
        long began = System.nanoTime();
        int status = new DicomSend(callingAeTitle, timeoutSeconds * 1000).echo(peer);
        System.out.printf("%s  %s  %d ms%n", peer, Status.text(status), (System.nanoTime() - began) / 1_000_000);
        return status == Status.SUCCESS ? ExitCode.OK : ExitCode.FAILED;
    }
}
