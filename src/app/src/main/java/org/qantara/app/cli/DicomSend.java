package org.qantara.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.association.AssociationSettings;
import org.qantara.connectors.dicom.dataset.DatasetException;
import org.qantara.connectors.dicom.dimse.Destination;
import org.qantara.connectors.dicom.dimse.Scu;
import org.qantara.connectors.dicom.dimse.ScuSettings;
import org.qantara.connectors.dicom.dimse.Status;

/** Stores DICOM files at a peer by C-STORE, on as few associations as their kinds allow, each after the answer to the one before. */
final class DicomSend {
    /** An association has 128 presentation contexts; one is for verification. */
    private static final int KINDS_MAX = 127;

    private final ScuSettings settings;

    /** @param callingAeTitle what we call ourselves */
    DicomSend(String callingAeTitle, int timeoutMs) {
        try {
            settings = new ScuSettings(callingAeTitle, null, null, timeoutMs, AssociationSettings.DEFAULT);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--aet: " + e.getMessage());
        }
    }

    /** What became of a file. */
    record Line(Path file, boolean stored, String answer) {
        /** Into the array, or to people when there is none. */
        void report(@Nullable ArrayNode answers) {
            if (answers == null) System.out.println(file + "  " + answer);
            else
                answers.addObject()
                        .put("file", file.toString())
                        .put("outcome", stored ? "accepted" : "refused")
                        .put("answer", answer);
        }
    }

    /** The address of {@code --to} or of an argument. */
    static Destination destination(String text) {
        try {
            return Destination.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    /** C-ECHO; the peer's status. */
    int echo(String to) {
        Destination destination = destination(to);
        try (Scu scu = Scu.connect(settings, destination, List.of())) {
            return scu.echo();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, destination + ": " + e.getMessage());
        }
    }

    /** Sends in the given order; the exit code. */
    int send(List<Path> files, String to, Consumer<Line> report) throws IOException {
        Destination destination = destination(to);
        int worst = ExitCode.OK;
        Map<Path, Scu.Kind> part = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                part.put(file, Scu.Kind.of(file));
            } catch (DatasetException e) {
                report.accept(new Line(file, false, "not sent: " + e.getMessage()));
                worst = ExitCode.FAILED;
            }
            if (part.values().stream().distinct().count() == KINDS_MAX) {
                worst = Math.max(worst, sendOnOne(part, destination, report));
                part.clear();
            }
        }
        return part.isEmpty() ? worst : Math.max(worst, sendOnOne(part, destination, report));
    }

    private int sendOnOne(Map<Path, Scu.Kind> part, Destination to, Consumer<Line> report) {
        int worst = ExitCode.OK;
        List<Path> left = new ArrayList<>(part.keySet());
        try (Scu scu = Scu.connect(settings, to, part.values())) {
            for (Path file : part.keySet()) {
                if (!scu.accepts(part.get(file))) {
                    report.accept(new Line(file, false, "not sent: the peer does not take this kind of object"));
                    worst = ExitCode.FAILED;
                } else {
                    Scu.StoreResponse response = scu.store(file);
                    String comment = response.comment() == null ? "" : " " + response.comment();
                    report.accept(new Line(file, response.stored(), Status.text(response.status()) + comment));
                    if (!response.stored()) worst = ExitCode.FAILED;
                }
                left.remove(file);
            }
            return worst;
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE, to + ": " + e.getMessage() + "; " + left.size() + " files not stored");
        }
    }
}
