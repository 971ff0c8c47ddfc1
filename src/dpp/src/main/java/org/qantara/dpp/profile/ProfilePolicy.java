package org.qantara.dpp.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code policies.tsv}.
 *
 * @param type resource type
 * @param category code that one of an Observation's categories must have, or null for all resources of the type
 * @param profile canonical URL of the profile
 * @param action what to do with a resource that breaks it
 */
public record ProfilePolicy(String type, @Nullable String category, String profile, Action action) {

    /** What a broken profile leads to. */
    public enum Action {
        REJECT,
        WARN
    }

    private static final String FILE = "policies.tsv";

    public static List<ProfilePolicy> load() {
        try (InputStream file = ProfilePolicy.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing from the DPP's jar");
            }
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<ProfilePolicy> parse(String text) {
        List<ProfilePolicy> policies = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] columns = line.split("\t", -1);
            if (columns.length != 3 || !columns[2].matches("reject|warn")) {
                throw new IllegalStateException(FILE + " line " + number
                        + ": expected resource type, profile and reject or warn, separated by tabs");
            }
            String[] type = columns[0].split(" ", 2);
            Action action = Action.valueOf(columns[2].toUpperCase(Locale.ROOT));
            policies.add(new ProfilePolicy(type[0], type.length == 2 ? type[1] : null, columns[1], action));
        }
        return policies;
    }

    boolean concerns(Resource resource) {
        if (!resource.fhirType().equals(type)) {
            return false;
        }
        return category == null
                || resource instanceof Observation observation
                        && observation.getCategory().stream()
                                .flatMap(concept -> concept.getCoding().stream())
                                .anyMatch(coding -> category.equals(coding.getCode()));
    }
}
