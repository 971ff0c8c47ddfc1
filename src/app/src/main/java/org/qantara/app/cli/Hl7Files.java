package org.qantara.app.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.qantara.app.node.EngineNode;
import org.qantara.app.routes.FacilityRoute;
import org.qantara.connectors.mllp.hl7.Acknowledgement;
import org.qantara.engine.ledger.MessageRow;
import org.qantara.mapping.Facility;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.SourceMessage;
import org.qantara.mapping.hl7v2.Hl7Message;
import org.qantara.mapping.hl7v2.Hl7Unreadable;
import org.qantara.mapping.hl7v2.MessageFile;

/** HL7 v2 files as the commands see them. */
final class Hl7Files {
    private Hl7Files() {}

    /** The messages of a file: one or several, framed or not, in batches or not. An empty file is one empty message, so that it is told. */
    static List<byte[]> messages(Path file) throws IOException {
        return messages(Files.readAllBytes(file));
    }

    /** The same of a file's bytes. */
    static List<byte[]> messages(byte[] bytes) {
        List<byte[]> messages =
                MessageFile.split(bytes).stream().map(MessageFile.Part::body).toList();
        return messages.isEmpty() ? List.of(bytes) : messages;
    }

    /** MSH-10, empty when there is none. */
    static String controlIdOrEmpty(byte[] body) {
        return Acknowledgement.controlIdOf(body);
    }

    /** MSH-10 of a file that holds one message. */
    static String controlId(Path file, byte[] body) {
        try {
            // control ids are ASCII in every character set that can travel in MLLP
            String id = Hl7Message.read(body, StandardCharsets.ISO_8859_1).text("MSH-10");
            if (id != null) return id;
        } catch (Hl7Unreadable e) {
            throw new CommandFailure(ExitCode.FAILED, file + ": " + e.getMessage());
        }
        throw new CommandFailure(ExitCode.FAILED, file + ": MSH-10 is empty, so its fate could not be followed");
    }

    /** What the message writes, {@code Type/id}, by the maps that run now: the same ids as when it was delivered. */
    static List<String> resources(EngineNode engine, SampleFile sample, MessageRow row) {
        var message = new SourceMessage(
                sample.body(),
                Charset.forName(row.charset()),
                row.format(),
                facility(engine, row.facility()),
                row.receivedAt());
        return engine.maps().get().map(message) instanceof MapOutcome.Mapped mapped
                ? mapped.bundle().entries().stream()
                        .map(entry -> entry.type() + "/" + entry.id())
                        .toList()
                : List.of();
    }

    private static Facility facility(EngineNode engine, String code) {
        return engine.routes().facilities().stream()
                .filter(route -> route.facility().equals(code))
                .findFirst()
                .map(Hl7Files::facility)
                .orElseGet(() -> Facility.unknown(ZoneId.of("Africa/Casablanca")));
    }

    /** The facility that a route file describes. */
    static Facility facility(FacilityRoute route) {
        var parameters = route.parameters();
        String authority = parameters.get("authority");
        return new Facility(
                route.facility(),
                authority == null || authority.isBlank() ? null : authority,
                ZoneId.of(parameters.getOrDefault("zone", "Africa/Casablanca")),
                Facility.NumbersRestart.of(parameters.get("numbersRestart")));
    }
}
