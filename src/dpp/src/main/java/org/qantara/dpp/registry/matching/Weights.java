package org.qantara.dpp.registry.matching;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The learnt weights and the thresholds, one versioned file ({@code weights-ma-1.json}); every decision names its version.
 *
 * @param version changes with any number in the file
 * @param learntFrom what the numbers were learnt from, for people
 * @param linkBits evidence (log2 of the odds that both records are one person) from which a link is made
 * @param reviewBits evidence from which a person is asked
 * @param fields per field and level the probability among records of the same person ({@code m}) and of different ones ({@code u})
 */
public record Weights(
        String version,
        String learntFrom,
        double linkBits,
        double reviewBits,
        Map<Field, Map<Level, Probability>> fields) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    /** Of a level of agreement. */
    public record Probability(double m, double u) {}

    /** The weights for Morocco that come with the registry. */
    public static Weights moroccan() {
        try (InputStream in = Weights.class.getResourceAsStream("weights-ma-1.json")) {
            if (in == null) {
                throw new IllegalStateException("weights-ma-1.json is missing from the class path of the registry");
            }
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("weights-ma-1.json cannot be read", e);
        }
    }

    /** The frequencies that come with {@link #moroccan}; a running registry counts its own. */
    public static Frequencies moroccanFrequencies() {
        try (InputStream in = Weights.class.getResourceAsStream("frequencies-ma-1.tsv")) {
            if (in == null) {
                throw new IllegalStateException("frequencies-ma-1.tsv is missing from the class path of the registry");
            }
            return Frequencies.read(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("frequencies-ma-1.tsv cannot be read", e);
        }
    }

    public static Weights read(InputStream in) throws IOException {
        return JSON.readValue(in, Weights.class);
    }

    public void write(OutputStream out) throws IOException {
        JSON.writeValue(out, this);
    }

    /** log2(m/u) of a level; 0 where the file says nothing. */
    double bits(Field field, Level level) {
        Probability p = fields.getOrDefault(field, Map.of()).get(level);
        return p == null ? 0 : Math.log(p.m / p.u) / Math.log(2);
    }

    double u(Field field, Level level) {
        Probability p = fields.getOrDefault(field, Map.of()).get(level);
        return p == null ? 1 : p.u;
    }
}
