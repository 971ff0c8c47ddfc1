package org.qantara.tests.bench.mapping;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Facility;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.SourceMessage;
import org.qantara.tests.Home;

/** The messages that are mapped for the measurement, and the project's maps. */
final class BenchMessages {
    /** An admission, a result with 10 and one with 120 values. */
    static final List<String> NAMES = List.of("ADT_A01", "ORU_10", "ORU_120");

    private static final ZoneId ZONE = ZoneId.of("Africa/Casablanca");

    private BenchMessages() {}

    /** The bytes of a message, from {@code shared/data/bench} beside the checkout. */
    static byte[] bytes(String name) throws IOException {
        Path folder = Stream.iterate(Home.folder(), Objects::nonNull, Path::getParent)
                .map(above -> above.resolve("shared/data/bench"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "the bench messages are not there: no shared/data/bench above " + Home.folder()));
        return Files.readAllBytes(folder.resolve(name + ".hl7"));
    }

    /** All of the project's maps. */
    static Mappings maps() throws IOException {
        Compilation compilation = Mappings.compile(Home.folder().resolve("mappings"));
        if (compilation instanceof Compilation.Compiled compiled) {
            return compiled.mappings();
        }
        throw new IllegalStateException("the maps have errors: " + compilation.diagnostics());
    }

    /** The message as {@code ./qantara map} hands it over where no route expects its sender. */
    static SourceMessage message(byte[] body) {
        return new SourceMessage(
                body,
                StandardCharsets.UTF_8,
                "hl7v2",
                Facility.unknown(ZONE),
                OffsetDateTime.parse("2000-01-01T00:00:00Z"));
    }

    /** Bytes in, serialised Bundle out. */
    static byte[] json(Mappings maps, byte[] body) {
        MapOutcome outcome = maps.map(message(body));
        if (outcome instanceof MapOutcome.Mapped mapped) {
            return mapped.bundle().json();
        }
        throw new IllegalStateException("a bench message is not mapped: " + outcome.issues());
    }
}
