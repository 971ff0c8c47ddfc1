package org.qantara.dpp.search;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rewrites {@code X.subject.where(resolve() is Patient)} as {@code X.subject} with the one target Patient. */
final class SharedPath {

    private static final Pattern NARROWED =
            Pattern.compile("([A-Z][A-Za-z]+\\.[A-Za-z.]+)\\.where\\(resolve\\(\\) is ([A-Z][A-Za-z]+)\\)");

    private SharedPath() {}

    /** The parameter for {@code type} alone; empty when one of its paths is not narrowed by type, or they differ in the type. */
    static Optional<RuntimeSearchParam> of(String type, RuntimeSearchParam parameter) {
        if (parameter.getParamType() != RestSearchParameterTypeEnum.REFERENCE || parameter.getPath() == null) {
            return Optional.empty();
        }
        List<String> paths = new ArrayList<>();
        Set<String> targets = new TreeSet<>();
        for (String path : parameter.getPath().split("\\|", -1)) {
            if (!path.strip().startsWith(type + ".")) {
                continue;
            }
            Matcher narrowed = NARROWED.matcher(path.strip());
            if (!narrowed.matches()) {
                return Optional.empty();
            }
            paths.add(narrowed.group(1));
            targets.add(narrowed.group(2));
        }
        if (targets.size() != 1) {
            return Optional.empty();
        }
        return Optional.of(new RuntimeSearchParam(
                parameter.getId(),
                parameter.getUri(),
                parameter.getName(),
                parameter.getDescription(),
                String.join(" | ", paths),
                parameter.getParamType(),
                parameter.getProvidesMembershipInCompartments(),
                targets,
                parameter.getStatus(),
                List.of(type)));
    }
}
