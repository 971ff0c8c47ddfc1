package org.qantara.mapping.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Data;
import org.qantara.mapping.Diagnostic;
import org.qantara.mapping.syntax.FolderReader;

/** One wrong edit in the project's own maps at a time: each is found at load, at the file, line and column of the edit. */
class SeededMistakesTest {
    private static Map<String, String> texts;

    @BeforeAll
    static void read() throws IOException {
        // the seeds are written without the rows of the guide that rules name
        texts = new LinkedHashMap<>(FolderReader.texts(Data.mappings()));
        texts.replaceAll((file, text) -> text.replaceAll("(?: +@[^\\s,}:']+(?:,\\d+)*)+(?=:|\\n|,| }|')", ""));
    }

    /** File, what stands there, what is written instead, the expected code; {@code @} marks the column of the error. */
    static List<String> mistakes() {
        return List.of(
                // unknown FHIR path
                "pid.yaml!  birthDate: PID-7\n!  @birthdate: PID-7\n!UNKNOWN-TARGET",
                "pid.yaml!  name[]: PID-5!  @names[]: PID-5!UNKNOWN-TARGET",
                "pv1.yaml!  period.start: PV1-44!  period.@begin: PV1-44!UNKNOWN-TARGET",
                "obx.yaml!  value[x]:!  @values[x]:!UNKNOWN-TARGET",
                "datatypes/persons.yaml!  city: XAD.3!  @town: XAD.3!UNKNOWN-TARGET",
                "obx.yaml!  subject: $patient\n  encounter!  subject.@kind: $patient\n  encounter!UNKNOWN-TARGET",
                "pid.yaml!  birthDate.extension(!  birthDate.@value(!UNKNOWN-TARGET",
                // unknown field or component for the version
                "pid.yaml!  telecom[home][]: PID-13!  telecom[home][]: @PID-53!UNKNOWN-FIELD",
                "pv1.yaml!PV1-10 ->!@PV1-99 ->!UNKNOWN-FIELD",
                "obx.yaml!OBX-14 ?? $obr.OBR-7!OBX-14 ?? @$obr.OBR-77!UNKNOWN-FIELD",
                "identifiers.yaml!  value: CX.1!  value: @CX.13!UNKNOWN-COMPONENT",
                "datatypes/persons.yaml!  family: XPN.1.1!  family: @XPN.1.9!UNKNOWN-COMPONENT",
                "al1.yaml!  category[kind]: AL1-2.1!  category[kind]: @AL1-2.23!UNKNOWN-COMPONENT",
                "obx.yaml!  issued: OBX-19!  issued: @OBR-19!UNKNOWN-SOURCE",
                // segment not in the message structure
                "oru.yaml!  - PATIENT.PID ->!  - @VISITOR.PID ->!NOT-IN-STRUCTURE",
                "oru.yaml!PATIENT.VISIT.PV1 ->!PATIENT.VISIT.@PV3 ->!NOT-IN-STRUCTURE",
                "oru.yaml!in: OBSERVATION[]!in: @OBSERVATIONS[]!NOT-IN-STRUCTURE",
                "oru.yaml!map: ORU_R01!map: @ORU_R99!UNKNOWN-STRUCTURE",
                // no map or two
                "pid.yaml!  identifier[licence]: PID-20!  identifier[licence]: @PID-7!NO-MAP",
                "oru.yaml!OBR -> DiagnosticReport!OBR -> @CarePlan!NO-MAP",
                "codes.yaml!map: ST | TX | FT -> CodeableConcept!map: ST | TX | FT | CE -> CodeableConcept!TWO-MAPS",
                // repeat on 0..1, slots
                "pid.yaml!first(PID-6).1.1!@PID-6.1.1!REPEATS",
                "pv1.yaml!  period.end: first(PV1-45)!  period.end: @PV1-45!REPEATS",
                "pid.yaml!  maritalStatus: !  @maritalStatus[]: !NO-REPEAT",
                "pid.yaml!  name[]: PID-5!  @name: PID-5!NEEDS-SLOT",
                "oru.yaml!in: SPECIMEN[]!in: @SPECIMEN!REPEATS",
                // constant or table code outside a required binding or code system
                "tables/persons.yaml!  F: female!  F: @femal!TABLE-CODE",
                "observations.yaml!  F: final!  F: @finall!TABLE-CODE",
                "orc_obr.yaml!    - const \"order\"\n!    - const @\"orders\"\n!BINDING",
                "pv1.yaml!A14: const \"planned\"!A14: const @\"plan\"!BINDING",
                "dg1.yaml!condition-clinical\", \"active\"!condition-clinical\", \"aktiv\"!CODE",
                "pid.yaml!  gender: (PID-8.1 ?? PID-8.4) | code(AdministrativeSex)!  gender: @PID-8!BINDING",
                "pid.yaml!  gender: (PID-8.1 ?? PID-8.4) | code(AdministrativeSex)!  gender: PID-8 |"
                        + " @code(MaritalStatus)!BINDING",
                // mandatory element never set
                "al1.yaml!  patient: $patient\n!!MANDATORY",
                "obx.yaml!  code: OBX-3\n!!MANDATORY",
                // what a layer says about whole messages
                "LAB-FES-01.yaml!extends: country/ma!extends: country/ma\nseverity: { @CODE-UNMAPED: error }!UNKNOWN-CODE",
                "LAB-FES-01.yaml!extends: country/ma!extends: country/ma\nseverity: { CODE-UNMAPPED: @fatal }!UNKNOWN-SEVERITY",
                "handled.yaml!  ACK, ACK^*, MCF!  @ADT^A01, ACK^*, MCF!DUPLICATE",
                // unknown variable, table, extension, function
                "obx.yaml!  subject: $patient\n  encounter!  subject: @$patent\n  encounter!UNKNOWN-VARIABLE",
                "pid.yaml!code(AdministrativeSex)!code(@AdministrativSex)!UNKNOWN-TABLE",
                "pid.yaml!birthDate.extension(patient-birthTime)!birthDate.@extension(patient-birthtime)!UNKNOWN-EXTENSION",
                "pid.yaml!when length(PID-7)!when @lenght(PID-7)!UNKNOWN-FUNCTION",
                "oru.yaml!$obs -> $report.result[]!@$obx -> $report.result[]!UNKNOWN-VARIABLE",
                "oru.yaml!$specimen -> $report.specimen[]!$specimen -> $report.@basedOn[]!TYPE",
                // duplicate slot, override without base, unreachable case, missing else, cycle
                "pid.yaml!  name[]: PID-5!  name[]: PID-5\n  @name[]: PID-5!DUPLICATE-KEY",
                "LAB-FES-01.yaml!    code: OBX-3 ->!    @codes: OBX-3 ->!NO-BASE",
                "LAB-FES-01.yaml!  OBX -> Observation:!  @OBX -> Observations:!NO-BASE",
                "LAB-FES-01.yaml!table AdministrativeSex:!@table AdministrativeSexes:!NO-BASE",
                "LAB-FES-01.yaml!extends: country/ma!extends: @country/fr!UNKNOWN-LAYER",
                "obx.yaml!    TM:\n!    @NM: none\n    TM:\n!DUPLICATE-KEY",
                "obx.yaml!    CE, CWE, CNE, CF, IS, ID:\n!    @CE, CWE, NM:\n!UNREACHABLE-CASE",
                "obx.yaml!    ST, TX, FT:!    @ST, TX, FTT:!UNKNOWN-TYPE",
                "obx.yaml!    else: join(\"; \", OBX-5) -> string\n!!SWITCH-WITHOUT-ELSE",
                "obx.yaml!    - OBX-11 | code(ObservationStatus)\n"
                        + "!    - const \"final\"\n"
                        + "    - @OBX-11 | code(ObservationStatus)\n"
                        + "!UNREACHABLE",
                // types, expressions, keys, ownership, structure of the file
                "pid.yaml!  birthDate: PID-7\n!  birthDate: @PID-8\n!TYPE",
                "pid.yaml!  multipleBirthInteger: PID-25!  multipleBirthInteger: @PID-7!TYPE",
                "datatypes/persons.yaml!  family: XPN.1.1!  family: @XPN.1!TYPE",
                "obx.yaml!OBX-6) -> Quantity when!OBX-6) -> @Quantitty when!TYPE",
                "pid.yaml!PID-29 not valued!PID-29 not @value!BAD-EXPRESSION",
                "pid.yaml!  deceasedDateTime: PID-29!  deceasedDateTime: PID-29 @)!BAD-EXPRESSION",
                "pv1.yaml!owns: merge!owns: @merg!OWNS",
                "al1.yaml!  - ($patient, AL1-3.1!  - (@$patients, AL1-3.1!UNKNOWN-VARIABLE",
                "pid.yaml!  PID-1: set id, no meaning outside the message!  @PID-1: \"\"!NO-REASON",
                "al1.yaml!  AL1-1: set!  @AL1-91: set!UNKNOWN-FIELD",
                "adt_merges.yaml!events: ADT^A39, ADT^A40!events: ADT^A39, @ADT^A01!DUPLICATE",
                "pid.yaml!owns: merge\nset!@own: merge\nset!UNKNOWN-KEY");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("mistakes")
    void isFoundAtItsPlace(String mistake) {
        String[] facts = mistake.split("!(?!=)", 4);
        String file = facts[0];
        String search = facts[1];
        String replacement = facts[2];
        String code = facts[3];
        String name = texts.keySet().stream()
                .filter(n -> n.endsWith("/" + file) && texts.get(n).contains(search))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " has no '" + search + "'"));
        String text = texts.get(name);
        int at = text.indexOf(search);
        String marked = text.substring(0, at) + replacement + text.substring(at + search.length());
        int mark = replacement.indexOf('@') < 0 ? -1 : at + replacement.indexOf('@');
        Map<String, String> changed = new LinkedHashMap<>(texts);
        changed.put(name, mark < 0 ? marked : marked.substring(0, mark) + marked.substring(mark + 1));
        Compilation compilation = Compiler.compile(changed);
        assertThat(compilation).isInstanceOf(Compilation.Rejected.class);
        List<Diagnostic> errors = compilation.diagnostics().stream()
                .filter(d ->
                        d.severity() == Diagnostic.Severity.ERROR && d.code().equals(code))
                .toList();
        assertThat(errors).as("all: %s", compilation.diagnostics()).isNotEmpty();
        if (mark >= 0) {
            String before = marked.substring(0, mark);
            int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
            int column = mark - before.lastIndexOf('\n');
            assertThat(errors).as("expected at %s:%d:%d", name, line, column).anySatisfy(d -> assertThat(
                            d.file() + ":" + d.line() + ":" + d.column())
                    .isEqualTo(name + ":" + line + ":" + column));
        } else {
            assertThat(errors).allSatisfy(d -> assertThat(d.file()).endsWith(".yaml"));
        }
    }

    @Test
    void allErrorsOfARunAreFoundNotOnlyTheFirst() {
        Map<String, String> changed = new LinkedHashMap<>(texts);
        String name = texts.keySet().stream()
                .filter(n -> n.endsWith("/pid.yaml"))
                .findFirst()
                .orElseThrow();
        changed.put(
                name,
                texts.get(name)
                        .replace("birthDate: PID-7\n", "birthdat: PID-7\n")
                        .replace("name[]: PID-5", "name[]: PID-55")
                        .replace("name[alias][]: PID-9", "name: PID-9"));
        assertThat(Compiler.compile(changed).diagnostics())
                .filteredOn(d -> d.severity() == Diagnostic.Severity.ERROR)
                .extracting(Diagnostic::code)
                .contains("UNKNOWN-TARGET", "UNKNOWN-FIELD", "NEEDS-SLOT");
    }

    @Test
    void suggestsWhatWasMeant() {
        Map<String, String> changed = new LinkedHashMap<>(texts);
        String name = texts.keySet().stream()
                .filter(n -> n.endsWith("/pid.yaml"))
                .findFirst()
                .orElseThrow();
        changed.put(name, texts.get(name).replace("  birthDate: PID-7\n", "  birthdate: PID-7\n"));
        assertThat(Compiler.compile(changed).diagnostics()).anySatisfy(d -> assertThat(d.toString())
                .endsWith("error: Patient has no element birthdate (did you mean birthDate?)"));
    }

    @Test
    void mapsThatLinkEachOtherInACircleAreAnError() {
        Map<String, String> changed = new LinkedHashMap<>(texts);
        changed.put(
                "base/circle.yaml",
                "map: AUI -> Identifier\n"
                        + "set:\n"
                        + "  assigner: AUI.1 -> Reference\n"
                        + "---\n"
                        + "map: CX -> Reference\n"
                        + "set:\n"
                        + "  identifier: CX.1 -> Identifier\n");
        assertThat(Compiler.compile(changed)).isInstanceOf(Compilation.Rejected.class);
        Map<String, String> circle = new LinkedHashMap<>(texts);
        circle.put(
                "base/circle.yaml",
                "map: AUI -> Identifier\n"
                        + "set:\n"
                        + "  value: AUI.1\n"
                        + "  assigner: AUI.2 -> Reference\n"
                        + "---\n"
                        + "map: DT -> Reference\n"
                        + "set:\n"
                        + "  identifier: DT -> Identifier\n"
                        + "---\n"
                        + "map: DT -> Identifier\n"
                        + "set:\n"
                        + "  assigner: DT -> Reference\n");
        assertThat(Compiler.compile(circle).diagnostics())
                .extracting(Diagnostic::code)
                .contains("CYCLE");
    }

    @Test
    void aFailingInlineTestIsAnError() {
        Map<String, String> changed = new LinkedHashMap<>(texts);
        String name = texts.keySet().stream()
                .filter(n -> n.endsWith("/pid.yaml"))
                .findFirst()
                .orElseThrow();
        changed.put(name, texts.get(name).replace("      gender: female\n", "      gender: male\n"));
        assertThat(Compiler.compile(changed).diagnostics()).anySatisfy(d -> {
            assertThat(d.code()).isEqualTo("TEST");
            assertThat(d.message()).isEqualTo("the test fails: gender is female, expected male");
        });
    }

    @Test
    void yamlsOwnErrorsBecomeAHint() {
        Map<String, String> changed = new LinkedHashMap<>(texts);
        changed.put("base/broken.yaml", "map: PID -> Patient\nset:\n\tname[]: PID-5\n");
        assertThat(Compiler.compile(changed).diagnostics()).anySatisfy(d -> {
            assertThat(d.code()).isEqualTo("BAD-YAML");
            assertThat(d.line()).isEqualTo(3);
            assertThat(d.message()).contains("tabs do not indent");
        });
    }
}
