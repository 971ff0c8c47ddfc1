package org.qantara.app.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.app.routes.FacilityRoute;
import org.qantara.app.routes.RouteFolder;
import org.qantara.connectors.lab.file.FileFormat;
import org.qantara.connectors.mllp.hl7.CharsetPolicy;
import org.qantara.mapping.Facility;
import org.qantara.mapping.SourceMessage;
import org.qantara.mapping.hl7v2.Hl7Message;
import org.qantara.mapping.hl7v2.Hl7Unreadable;

/**
 * Whose a message from a file is: the facility of the route that would take it. On the wire the route decides; here MSH-3 and MSH-4 are
 * compared with what each route expects.
 */
final class Senders {
    private static final ZoneId ZONE = ZoneId.of("Africa/Casablanca");

    private final List<FacilityRoute> routes;
    private final @Nullable FacilityRoute chosen;

    /** @param facility code given on the command line; null = by MSH-3 and MSH-4 */
    Senders(RouteFolder folder, @Nullable String facility) {
        routes = folder.routes().values().stream().toList();
        chosen = facility == null
                ? null
                : routes.stream()
                        .filter(route -> route.facility().equals(facility))
                        .findFirst()
                        .orElseThrow(() -> new CommandFailure(
                                ExitCode.USAGE,
                                "--facility " + facility + ": not in routes/facilities; there are "
                                        + routes.stream()
                                                .map(FacilityRoute::facility)
                                                .sorted()
                                                .toList()));
    }

    /** The message as its connector would hand it over. Its time of reception is fixed: the same file gives the same output. */
    SourceMessage message(byte[] body) {
        FacilityRoute route = chosen != null ? chosen : sender(body);
        String configured = route == null ? null : route.parameters().get("charset");
        Charset facilityDefault = configured == null ? null : CharsetPolicy.named(configured);
        Charset charset =
                new CharsetPolicy(facilityDefault, null).read(body).decision().charset();
        Facility facility = route == null ? Facility.unknown(ZONE) : Hl7Files.facility(route);
        return new SourceMessage(
                body, charset, "hl7v2", facility, OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
    }

    /** The messages of a file, whatever it holds. */
    List<SourceMessage> messages(Path file) throws IOException {
        if (DicomFiles.is(file)) return DicomFiles.messages(file, imaging());
        byte[] bytes = Files.readAllBytes(file);
        if (DicomFiles.isJson(bytes)) return DicomFiles.messages(bytes, imaging());
        FileFormat format = LabFiles.format(file, bytes);
        if (format == null)
            return Hl7Files.messages(bytes).stream().map(this::message).toList();
        String charset = chosen == null ? "" : chosen.parameters().getOrDefault("charset", "");
        return LabFiles.messages(
                bytes, format, charset, chosen == null ? Facility.unknown(ZONE) : Hl7Files.facility(chosen));
    }

    /** A DICOM file does not say whose it is: the facility that was chosen, else the one that stores here when there is only one. */
    private Facility imaging() {
        if (chosen != null) return Hl7Files.facility(chosen);
        List<FacilityRoute> storing = routes.stream()
                .filter(route -> route.templateId().startsWith("dicom-"))
                .toList();
        return storing.size() == 1 ? Hl7Files.facility(storing.get(0)) : Facility.unknown(ZONE);
    }

    private @Nullable FacilityRoute sender(byte[] body) {
        Hl7Message header;
        try {
            header = Hl7Message.read(body, StandardCharsets.ISO_8859_1);
        } catch (Hl7Unreadable e) {
            return null; // nobody's; mapping it says what is wrong
        }
        return routes.stream()
                .filter(route -> expects(route, "sendingFacility", header.text("MSH-4.1"))
                        && (route.parameters()
                                        .getOrDefault("sendingApplication", "")
                                        .isEmpty()
                                || expects(route, "sendingApplication", header.text("MSH-3.1"))))
                .findFirst()
                .orElse(null);
    }

    private static boolean expects(FacilityRoute route, String parameter, @Nullable String value) {
        String expected = route.parameters().getOrDefault(parameter, "");
        return !expected.isEmpty() && expected.equals(value);
    }
}
