package org.qantara.app.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteFolderReaderTest {
    private static final String TEMPLATE =
            """
            - routeTemplate:
                id: t
                parameters:
                  - name: facility
                  - name: port
                  - name: charset
                    defaultValue: UTF-8
                route:
                  from:
                    uri: mllp:{{qantara.bind}}:{{port}}
                    steps:
                      - to: inbox:{{facility}}
            """;
    private static final String FACILITY =
            """
            - templatedRoute:
                routeTemplateRef: t
                routeId: A
                parameters:
                  - { name: facility, value: FAC-A }
                  - { name: port, value: 2575 }
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void templates() throws Exception {
        Files.createDirectories(folder.resolve("facilities"));
        write("templates/t.camel.yaml", TEMPLATE);
    }

    private void write(String file, String text) throws Exception {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private List<String> mistakes() {
        return RouteFolderReader.read(folder).diagnostics().stream()
                .map(mistake -> folder.relativize(mistake.file()) + ":" + mistake.line() + ":" + mistake.column() + ": "
                        + mistake.message())
                .toList();
    }

    @Test
    void a_right_file_is_a_route() throws Exception {
        write("facilities/A.camel.yaml", FACILITY);
        RouteFolder read = RouteFolderReader.read(folder);
        assertThat(read.diagnostics()).isEmpty();
        assertThat(read.routes().get("A").facility()).isEqualTo("FAC-A");
        assertThat(read.routes().get("A").parameters()).containsEntry("port", "2575");
    }

    @Test
    void a_comment_does_not_change_the_hash_but_a_value_does() throws Exception {
        write("facilities/A.camel.yaml", FACILITY);
        String before = RouteFolderReader.read(folder).routes().get("A").hash();
        write("facilities/A.camel.yaml", "# moved house\n" + FACILITY);
        assertThat(RouteFolderReader.read(folder).routes().get("A").hash()).isEqualTo(before);
        write("facilities/A.camel.yaml", FACILITY.replace("2575", "2585"));
        assertThat(RouteFolderReader.read(folder).routes().get("A").hash()).isNotEqualTo(before);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "routeTemplateRef: t      | routeTemplateRef: u      | 2:23: no template 'u' in routes/templates; there are [t]",
                "routeId: A               | routeId: B               | 3:14: routeId 'B' must equal the file name 'A' or begin with 'A-'",
                "value: 2575              | value: 99999             | 6:30: port '99999': expected a port from 1 to 65535 (0 = any free one)",
                "value: FAC-A             | value: fac a             | 5:34: facility 'fac a': expected 2 to 32 capital letters, digits and dashes, for example CHU-RABAT",
                "name: port               | name: prot               | 6:17: template 't' has no parameter 'prot'; it has [charset, facility, port]",
                "- templatedRoute:        | - route:                 | 1:3: facility files may hold only 'templatedRoute:', found [route]",
                "value: FAC-A             | value: \"${exec}\"       | 5:34: facility '${exec}': expected 2 to 32 capital letters, digits and dashes, for example CHU-RABAT",
                "{ name: port, value: 2575 } | { name: charset, value: latin-nine } | 6:33: charset 'latin-nine': not a character set that travels in MLLP; for example UTF-8, ISO-8859-6, windows-1256",
            })
    void a_mistake_is_told_with_its_place(String right, String wrong, String expected) throws Exception {
        assertThat(FACILITY).contains(right.strip());
        write("facilities/A.camel.yaml", FACILITY.replace(right.strip(), wrong.strip()));
        assertThat(mistakes()).contains("facilities/A.camel.yaml:" + expected.strip());
        assertThat(RouteFolderReader.read(folder).routes()).isEmpty();
        assertThat(RouteFolderReader.read(folder).broken()).containsExactly(folder.resolve("facilities/A.camel.yaml"));
    }

    @Test
    void every_mistake_of_a_run_is_told_not_the_first() throws Exception {
        write("facilities/A.camel.yaml", FACILITY.replace("2575", "x").replace("FAC-A", "x-1"));
        write("facilities/B.camel.yaml", "- templatedRoute: [\n");
        assertThat(mistakes()).hasSize(3);
    }

    @Test
    void a_missing_parameter_is_told() throws Exception {
        write("facilities/A.camel.yaml", FACILITY.replace("      - { name: port, value: 2575 }\n", ""));
        assertThat(mistakes()).containsExactly("facilities/A.camel.yaml:1:3: template 't' needs the parameter 'port'");
    }

    @Test
    void two_files_cannot_claim_one_port() throws Exception {
        write("facilities/A.camel.yaml", FACILITY);
        write("facilities/B.camel.yaml", FACILITY.replace("routeId: A", "routeId: B"));
        RouteFolder read = RouteFolderReader.read(folder);
        assertThat(read.routes()).containsOnlyKeys("A");
        assertThat(mistakes())
                .containsExactly("facilities/B.camel.yaml:1:1: port 2575 is already taken by A.camel.yaml");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "- to: inbox:{{facility}} | - to: exec:rm | component 'exec' is not allowed in a template",
                "- to: inbox:{{facility}} | - script: { groovy: x } | 'script' is not allowed in a template",
                "- to: inbox:{{facility}} | - bean: { ref: x } | 'bean' is not allowed in a template",
                "- to: inbox:{{facility}} | - to: { uri: \"jdbc:x\" } | component 'jdbc' is not allowed in a template",
                "uri: mllp:{{qantara.bind}}:{{port}} | uri: netty-http:x | component 'netty-http' is not allowed in a template",
            })
    void a_template_that_could_run_code_is_refused(String right, String wrong, String expected) throws Exception {
        assertThat(TEMPLATE).contains(right.strip());
        write("templates/t.camel.yaml", TEMPLATE.replace(right.strip(), wrong.strip()));
        assertThat(mistakes()).anySatisfy(mistake -> assertThat(mistake).contains(expected.strip()));
        assertThat(RouteFolderReader.read(folder).templates()).isEmpty();
    }

    @Test
    void aliases_and_tags_construct_nothing() throws Exception {
        write("facilities/A.camel.yaml", "- templatedRoute: !!javax.script.ScriptEngineManager [x]\n");
        assertThat(mistakes()).isNotEmpty();
        write("facilities/A.camel.yaml", "a: &a [x]\nb: *a\n");
        assertThat(RouteFolderReader.read(folder).routes()).isEmpty();
    }
}
