package org.qantara.tests.bench.mapping;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.qantara.mapping.Mappings;

/** One message from bytes to serialised JSON with all of the project's maps loaded, lineage off. */
@State(Scope.Benchmark)
public class QantaraBenchmark {
    @Param({"ADT_A01", "ORU_10", "ORU_120"})
    String message = "";

    private byte[] body = new byte[0];
    private @Nullable Mappings maps;
    private IParser parser = FhirContext.forR4Cached().newJsonParser();

    /** Loads the maps and the message. */
    @Setup
    public void load() throws IOException {
        maps = BenchMessages.maps();
        body = BenchMessages.bytes(message);
        parser = FhirContext.forR4Cached().newJsonParser();
    }

    /** With the direct writer, as the engine does it. */
    @Benchmark
    public byte[] direct() {
        return BenchMessages.json(Objects.requireNonNull(maps), body);
    }

    /** The same, then read into HAPI's model and written by HAPI: more than a writer that goes through that model would cost. */
    @Benchmark
    public String throughHapi() {
        String json = new String(BenchMessages.json(Objects.requireNonNull(maps), body), StandardCharsets.UTF_8);
        return parser.encodeResourceToString(parser.parseResource(Bundle.class, json));
    }
}
