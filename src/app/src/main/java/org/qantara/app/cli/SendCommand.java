package org.qantara.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "send",
        description = "Sends messages from files and folders, each after the answer to the one before.",
        footer = {
            "",
            "Examples:",
            "  ./qantara send samples/hl7v2/CHU-RABAT --to mllp://127.0.0.1:2575",
            "  ./qantara send load.hl7 --to mllp://127.0.0.1:2595 --rate 100    an initial load, 100 messages a second",
            "  ./qantara send result.hl7 --to mllp://127.0.0.1:2576 --json",
            "  ./qantara send a01.hl7 a08.hl7 --to mllps://qantara.chu-fes.ma:2575 --ca ca.crt --cert his.crt --key his.key",
            "  ./qantara send study/ --to dicom://QANTARA@127.0.0.1:11112 --aet CT-RABAT",
            "",
            "Exit codes: 0 all accepted, 1 a message was refused, 2 usage, 3 the receiver cannot be reached or does not answer."
        })
final class SendCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "files or folders; a folder's files go in the order of their names")
    List<Path> paths = List.of();

    @CommandLine.Mixin
    MllpTarget target = new MllpTarget();

    @Option(
            names = "--timeout",
            defaultValue = "30",
            description = "seconds to wait for each answer (default: ${DEFAULT-VALUE})")
    int timeoutSeconds = 30;

    @Option(
            names = "--rate",
            defaultValue = "0",
            paramLabel = "N",
            description = "at most so many messages a second; 0 = as fast as they are answered (default)")
    int perSecond;

    @Option(
            names = "--aet",
            paramLabel = "TITLE",
            defaultValue = "QANTARA",
            description = "dicom: what we call ourselves (default: ${DEFAULT-VALUE})")
    String callingAeTitle = "QANTARA";

    @Option(names = "--json", description = "print JSON for scripts")
    boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var answers = new ObjectMapper().createArrayNode();
        int worst = ExitCode.OK;
        if (target.to.startsWith("dicom:")) {
            worst = new DicomSend(callingAeTitle, timeoutSeconds * 1000)
                    .send(InputFiles.of(paths), target.to, line -> line.report(json ? answers : null));
            return finish(answers, worst);
        }
        if (perSecond < 0) throw new CommandFailure(ExitCode.USAGE, "--rate " + perSecond + ": expected 0 or more");
        long nextNs = System.nanoTime();
        var settings = target.settings().withAckTimeoutMs(timeoutSeconds * 1000L);
        try (MllpClient client = new MllpClient(settings)) {
            for (Path file : InputFiles.of(paths))
                for (byte[] message : Hl7Files.messages(file)) {
                    if (perSecond > 0) {
                        TimeUnit.NANOSECONDS.sleep(nextNs - System.nanoTime());
                        nextNs = Math.max(nextNs, System.nanoTime() - 1_000_000_000L) + 1_000_000_000L / perSecond;
                    }
                    SendOutcome outcome = client.send(message).get();
                    worst = Math.max(worst, exitCode(outcome));
                    report(answers, file, message, outcome);
                    if (outcome instanceof SendOutcome.Unreachable) return finish(answers, worst);
                }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the client promises a normal end", e);
        }
        return finish(answers, worst);
    }

    private int finish(ArrayNode answers, int exitCode) {
        if (json) System.out.println(answers.toPrettyString());
        return exitCode;
    }

    private void report(ArrayNode answers, Path file, byte[] message, SendOutcome outcome) {
        String controlId = Hl7Files.controlIdOrEmpty(message);
        if (json)
            answers.addObject()
                    .put("file", file.toString())
                    .put("controlId", controlId)
                    .put("outcome", outcome.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT))
                    .put("answer", describe(outcome));
        else System.out.println(file + "  " + controlId + "  " + describe(outcome));
    }

    /** One line for people: what the receiver said, or why it said nothing. */
    static String describe(SendOutcome outcome) {
        if (outcome instanceof SendOutcome.Accepted accepted)
            return accepted.acknowledgement().code();
        if (outcome instanceof SendOutcome.Refused refused) {
            var answer = refused.acknowledgement();
            return (answer.code() + " " + text(answer.hl7Error()) + " " + text(answer.text())).strip();
        }
        if (outcome instanceof SendOutcome.TimedOut timedOut)
            return "no answer within " + timedOut.ackTimeoutMs() + " ms; the receiver may have it";
        if (outcome instanceof SendOutcome.Disconnected lost)
            return "the connection ended before the answer (" + lost.reason() + "); the receiver may have it";
        if (outcome instanceof SendOutcome.Unreachable none) return "not sent: " + none.reason();
        throw new IllegalStateException("unknown outcome " + outcome);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static int exitCode(SendOutcome outcome) {
        if (outcome instanceof SendOutcome.Accepted) return ExitCode.OK;
        return outcome instanceof SendOutcome.Refused ? ExitCode.FAILED : ExitCode.UNREACHABLE;
    }
}
