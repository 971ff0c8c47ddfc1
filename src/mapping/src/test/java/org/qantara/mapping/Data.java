package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.qantara.mapping.hl7v2.Hl7Charset;

/** What tests read in place: the project's maps and the reference data beside the project, when it is there. */
public final class Data {
    public static final ZoneId ZONE = ZoneId.of("Africa/Casablanca");
    private static final OffsetDateTime RECEIVED = OffsetDateTime.parse("2026-01-01T00:00:00Z");

    private Data() {}

    /** The project's folder of maps. */
    public static Path mappings() {
        return Path.of(System.getProperty("qantara.root", "."), "mappings");
    }

    /** {@code shared/data} beside the project or above it; a folder that does not exist when there is none. */
    public static Path reference() {
        Path root = Path.of(System.getProperty("qantara.root", ".")).toAbsolutePath();
        return Stream.iterate(root, p -> p != null, Path::getParent)
                .map(p -> p.resolve("shared/data"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(root.resolve("shared/data"));
    }

    /** The compiled maps of the project. */
    public static Mappings compiled() {
        try {
            Compilation compilation = Mappings.compile(mappings());
            if (compilation instanceof Compilation.Compiled compiled) {
                return compiled.mappings();
            }
            throw new AssertionError("the project's maps do not compile: " + compilation.diagnostics());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An HL7 v2 message of a facility that nobody configured. */
    public static SourceMessage hl7(byte[] body) {
        Charset charset = Hl7Charset.declared(body, StandardCharsets.UTF_8);
        return new SourceMessage(body, charset, "hl7v2", Facility.unknown(ZONE), RECEIVED);
    }

    /** An HL7 v2 message of a facility; lines may end with LF. */
    public static SourceMessage hl7(String text, Facility facility) {
        byte[] body = text.strip().replace("\n", "\r").getBytes(StandardCharsets.UTF_8);
        return new SourceMessage(body, StandardCharsets.UTF_8, "hl7v2", facility, RECEIVED);
    }

    /** A laboratory's message by any of its wires; lines may end with LF. */
    static SourceMessage laboratory(String format, String text, KnownPatients known) {
        return new SourceMessage(
                text.strip().replace("\n", format.equals("csv") ? "\n" : "\r").getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8,
                format,
                facility("LAB-FES-01"),
                OffsetDateTime.parse("2026-01-02T08:30:07Z"),
                known);
    }

    /** The resources of a type that the maps made; a message that was not mapped fails the test with its reasons. */
    static <T extends Resource> List<T> resources(MapOutcome outcome, Class<T> type) {
        assertThat(outcome).as(outcome.issues().toString()).isInstanceOf(MapOutcome.Mapped.class);
        String json = new String(((MapOutcome.Mapped) outcome).bundle().json(), StandardCharsets.UTF_8);
        return R4Validator.R4.newJsonParser().parseResource(Bundle.class, json).getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** A facility with an authority of its own code. */
    public static Facility facility(String code) {
        return new Facility(code, code, ZONE, Facility.NumbersRestart.NEVER);
    }
}
