package org.qantara.mapping.schema;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.ElementDefinition;
import org.hl7.fhir.r4.model.Enumerations.BindingStrength;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.ValueSet;

/** Writes the types, code systems and required value sets of FHIR R4 from HAPI's copy of the definitions as compact text. */
final class R4SchemaText {
    private static final FhirContext R4 = FhirContext.forR4();
    private final Map<String, CodeSystem> systems = new TreeMap<>();
    private final Map<String, ValueSet> valueSets = new TreeMap<>();
    private final TreeSet<String> required = new TreeSet<>();

    R4SchemaText() throws IOException {
        for (String file : List.of("valuesets.xml", "v3-codesystems.xml", "v2-tables.xml")) {
            for (Bundle.BundleEntryComponent entry :
                    bundle("/org/hl7/fhir/r4/model/valueset/" + file).getEntry()) {
                if (entry.getResource() instanceof CodeSystem system) {
                    systems.put(system.getUrl(), system);
                } else if (entry.getResource() instanceof ValueSet valueSet) {
                    valueSets.put(valueSet.getUrl(), valueSet);
                }
            }
        }
    }

    private static Bundle bundle(String resource) throws IOException {
        try (InputStream in = R4SchemaText.class.getResourceAsStream(resource)) {
            return R4.newXmlParser().parseResource(Bundle.class, new InputStreamReader(in, StandardCharsets.UTF_8));
        }
    }

    String types() throws IOException {
        Map<String, List<String>> types = new LinkedHashMap<>();
        for (String file : List.of("profiles-types.xml", "profiles-resources.xml")) {
            for (Bundle.BundleEntryComponent entry :
                    bundle("/org/hl7/fhir/r4/model/profile/" + file).getEntry()) {
                if (entry.getResource() instanceof StructureDefinition definition
                        && definition.getDerivation() != StructureDefinition.TypeDerivationRule.CONSTRAINT) {
                    type(definition, types);
                }
            }
        }
        StringBuilder out = new StringBuilder();
        types.forEach((name, lines) -> lines.forEach(line -> out.append(line).append('\n')));
        return out.toString();
    }

    private void type(StructureDefinition definition, Map<String, List<String>> types) {
        List<String> lines = new ArrayList<>();
        types.put(definition.getType(), lines);
        char kind =
                switch (definition.getKind()) {
                    case PRIMITIVETYPE -> 'P';
                    case RESOURCE -> 'R';
                    default -> 'C';
                };
        lines.add(kind + " " + definition.getType());
        for (ElementDefinition element : definition.getSnapshot().getElement()) {
            if (!element.getPath().contains(".") || kind == 'P') {
                continue;
            }
            lines.add(element(element));
        }
    }

    private String element(ElementDefinition element) {
        StringBuilder line = new StringBuilder(" ")
                .append(element.getPath())
                .append(' ')
                .append(element.getMin())
                .append(' ')
                .append(element.getMax())
                .append(' ');
        if (element.hasContentReference()) {
            line.append(element.getContentReference());
        } else {
            line.append(element.getType().stream()
                    .map(R4SchemaText::typeName)
                    .distinct()
                    .collect(Collectors.joining("|")));
        }
        if (element.hasBinding()
                && element.getBinding().getStrength() == BindingStrength.REQUIRED
                && element.getBinding().hasValueSet()) {
            String url = element.getBinding().getValueSet().replaceAll("\\|.*", "");
            required.add(url);
            line.append(' ').append(url);
        }
        return line.toString();
    }

    private static String typeName(ElementDefinition.TypeRefComponent type) {
        String code =
                type.getCode().replace("http://hl7.org/fhirpath/System.", "").replaceAll("^String$", "string");
        if (!type.hasTargetProfile()) {
            return code;
        }
        return code
                + type.getTargetProfile().stream()
                        .map(p -> p.getValue().replaceAll(".*/", ""))
                        .collect(Collectors.joining(",", "(", ")"));
    }

    String codeSystems() {
        StringBuilder out = new StringBuilder();
        systems.forEach((url, system) -> {
            if (system.getContent() == CodeSystem.CodeSystemContentMode.COMPLETE) {
                out.append(url);
                concepts(system.getConcept(), out);
                out.append('\n');
            }
        });
        return out.toString();
    }

    private static void concepts(List<ConceptDefinitionComponent> concepts, StringBuilder out) {
        for (ConceptDefinitionComponent concept : concepts) {
            String display = concept.hasDisplay() ? concept.getDisplay() : concept.getCode();
            out.append('\t').append(concept.getCode()).append('\u001f').append(display.replaceAll("\\s+", " "));
            concepts(concept.getConcept(), out);
        }
    }

    /** Call after {@link #types()}: the value sets of required bindings as lists of code systems or codes. */
    String valueSets() {
        StringBuilder out = new StringBuilder();
        for (String url : required) {
            ValueSet valueSet = valueSets.get(url);
            out.append(url);
            boolean closed = valueSet != null && valueSet.getCompose().hasInclude();
            StringBuilder includes = new StringBuilder();
            if (closed) {
                for (ValueSet.ConceptSetComponent include :
                        valueSet.getCompose().getInclude()) {
                    CodeSystem system = systems.get(include.getSystem());
                    boolean known = system != null && system.getContent() == CodeSystem.CodeSystemContentMode.COMPLETE;
                    closed &= !include.hasFilter() && !include.hasValueSet() && (known || include.hasConcept());
                    includes.append('\t').append(include.getSystem());
                    include.getConcept().forEach(c -> includes.append(' ').append(c.getCode()));
                }
            }
            out.append(closed ? includes : "\t*").append('\n');
        }
        return out.toString();
    }
}
