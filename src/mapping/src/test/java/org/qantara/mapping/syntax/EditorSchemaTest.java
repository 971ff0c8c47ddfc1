package org.qantara.mapping.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qantara.mapping.Data;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The JSON Schemas that editors use: everything in the tree fits them, and mistakes that an editor should underline do not. */
class EditorSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Data.mappings().toAbsolutePath().getParent();

    private static JsonSchema schema(String file) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(JSON.readTree(Files.readString(ROOT.resolve(file))));
    }

    /** What is wrong with each document of a text, as an editor would read it: with YAML's own types. */
    private static List<String> wrong(JsonSchema schema, String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(20_000_000);
        options.setMaxAliasesForCollections(0);
        List<String> wrong = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(options)).loadAll(yaml)) {
            JsonNode json = JSON.valueToTree(document);
            schema.validate(json).stream().map(ValidationMessage::toString).forEach(wrong::add);
        }
        return wrong;
    }

    private static void allFit(String schemaFile, String folder) throws IOException {
        JsonSchema schema = schema(schemaFile);
        List<String> wrong = new ArrayList<>();
        int files = 0;
        try (Stream<Path> found = Files.walk(ROOT.resolve(folder))) {
            for (Path file : found.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                files++;
                wrong(schema, Files.readString(file)).forEach(w -> wrong.add(ROOT.relativize(file) + ": " + w));
            }
        }
        assertThat(files).isGreaterThan(1);
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyMapFits() throws IOException {
        allFit("mappings/maps.schema.json", "mappings");
    }

    @Test
    void everyRouteFits() throws IOException {
        allFit("routes/templates.schema.json", "routes/templates");
        allFit("routes/facilities.schema.json", "routes/facilities");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "map: PID > Patient",
                "map: PID -> Patient\\nkeys: PID-3.1",
                "map: PID -> Patient\\nowns: overwrite",
                "map: PID -> Patient\\nset: { name..family: PID-5.1 }",
                "map: PID -> Patient\\nset:\\n  gender:\\n    switch: PID-8\\n    F: const \"female\"",
                "map: PID -> Patient\\nwith: { patient: Patient }",
                "map: PID -> Patient\\nwith: { $patient: 'Patient, maybe' }",
                "map: PID -> Patient\\nversion: 2.9",
                "map: PID -> Patient\\nignore: { PID-1: }",
                "map: PID -> Patient\\ntests: [ { expect: { gender: female } } ]",
                "map: PID -> Patient\\ntests: [ { given: x } ]",
                "map: ADT_A01 -> Bundle\\nmake: [ PID Patient ]",
                "map: ADT_A01 -> Bundle\\nmake: [ PID -> Patient owns all ]",
                "map: ADT_A01 -> Bundle\\nmake: [ { in: group, make: [ PID -> Patient ] } ]",
                "map: ADT_A01 -> Bundle\\nmake: [ { in: PATIENT } ]",
                "table: Sex\\ncode: { F: female }",
                "table: Sex",
                "extensions: { x: http://example.org/x }",
                "facility: X\\noverride: { PID: { gender: PID-8 } }",
                "facility: X\\nextend: country/ma",
                "facility: X\\nseverity: { CODE-UNMAPPED: fatal }",
                "segment: ZBE\\nfields: { one: ST }",
                "segment: ZBE\\nfields: { 1: string }",
                "maps: PID -> Patient",
                "[ map ]"
            })
    void aMistakeInAMapDoesNotFit(String yaml) throws IOException {
        assertThat(wrong(schema("mappings/maps.schema.json"), yaml.strip().replace("\\n", "\n")))
                .isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "- route: { from: { uri: 'mllp:1' } }",
                "- templatedRoute: { routeId: X, parameters: [ { name: port, value: 1 } ] }",
                "- templatedRoute: { routeTemplateRef: hl7v2-mllp, routeId: X, parameters: [ { name: port, value: 70000 } ] }",
                "- templatedRoute: { routeTemplateRef: hl7v2-mllp, routeId: X, parameters: [ { name: port, value: abc } ] }",
                "- templatedRoute: { routeTemplateRef: hl7v2-mllp, routeId: X, parameters: [ { name: region, value: 13 } ] }",
                "- templatedRoute: { routeTemplateRef: hl7v2-mllp, routeId: X, parameters: [ { name: facility, value: chu } ] }",
                "- templatedRoute: { routeTemplateRef: hl7v2-mllp, routeId: X, parameters: [ { name: processing, value: X } ] }",
                "- templatedRoute: { routeTemplateRef: hl7v2-mllp, routeId: X, parameters: { port: 1 } }",
                "- templatedRoute: { routeTemplateRef: hl7v2-mllp, routeId: X, parameters: [ { name: port } ] }"
            })
    void aMistakeInAFacilityDoesNotFit(String yaml) throws IOException {
        assertThat(wrong(schema("routes/facilities.schema.json"), yaml.strip())).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "- routeTemplate: { id: x }",
                "- routeTemplate: { id: x, route: { description: x, from: { uri: 'exec:rm', steps: [ { to: 'inbox:X' } ] } } }",
                "- routeTemplate: { id: x, route: { description: x, from: { uri: 'mllp:1' } } }",
                "- routeTemplate: { id: x, beans: [], route: { description: x, from: { uri: 'mllp:1', steps: [ {} ] } } }",
                "- routeTemplate: { id: x, parameters: [ { name: a } ], route: { description: x, from: { uri: 'mllp:1', steps: [ {} ] } } }"
            })
    void aMistakeInATemplateDoesNotFit(String yaml) throws IOException {
        assertThat(wrong(schema("routes/templates.schema.json"), yaml.strip())).isNotEmpty();
    }
}
