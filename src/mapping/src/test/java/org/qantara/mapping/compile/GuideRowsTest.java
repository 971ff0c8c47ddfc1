package org.qantara.mapping.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Data;
import org.qantara.mapping.Diagnostic;
import org.qantara.mapping.Explanation;
import org.qantara.mapping.Lineage;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.Mappings;

/** Rules name the guide's rows; several maps lead to one type; several segments fill one resource. */
class GuideRowsTest {
    private static final String MAPS =
            """
            map: ADT_A01 -> Bundle
            ig: ADT_A01
            events: ADT^A01
            make:
              - PID -> Patient as $patient @11
              - PD1 -> Patient into $patient @14
              - PV1 -> Patient into $patient when PV1-16 valued @34
            provenance:
              - MSH -> Provenance as $origin
              - $patient -> $origin.target[] @4
            ---
            map: PID -> Patient
            ig: PID[Patient]
            key: PID-18.1
            set:
              gender @13: PID-8 | code(Sex)
              identifier[account] @7,8 @XX[Y]#3: PID-18
              identifier[licence]: first(PID-21) -> Identifier-Licence
            ---
            map: PD1 -> Patient
            key: none
            set:
              multipleBirthBoolean: PD1-6.1
            ---
            map: PV1 -> Patient
            key: none
            set:
              active @PV1[Patient]#2: const "true"
            ---
            map: MSH -> Provenance
            key: MSH-10
            set:
              recorded: MSH-7
              target[]: none
              agent[sender].who.display: MSH-4.1
            ---
            map: CX -> Identifier
            set:
              value: CX.1
            ---
            map: CX -> Identifier-Licence
            set:
              value: CX.1
              use: const "official"
            ---
            table: Sex
            ig: AdministrativeSex, Other
            to: http://hl7.org/fhir/administrative-gender
            codes: { F: female @1, M: male @Third#2 }
            else: unknown
            """;
    private static final String MESSAGE =
            """
            MSH|^~\\&|HIS|HOSP|||20260102||ADT^A01^ADT_A01|1|P|2.5.1
            PID|||||||| F||||||||||A1|||B7
            PD1||||||Y
            PV1||I||||||||||||||VIP
            """
                    .replace(" F", "F");

    private static Mappings compiled(String text) {
        Compilation compilation = Compiler.compile(Map.of("base/test.yaml", text));
        assertThat(compilation.diagnostics().stream().filter(d -> d.severity() == Diagnostic.Severity.ERROR))
                .isEmpty();
        return ((Compilation.Compiled) compilation).mappings();
    }

    private static Lineage leaf(Explanation explained, String path) {
        return explained.lineage().stream()
                .filter(l -> l.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void lineageNamesTheRowsOfLinesRulesAndTableRows() {
        Explanation explained = compiled(MAPS).explain(Data.hl7(MESSAGE, Data.facility("X")));
        assertThat(explained.outcome().issues()).isEmpty();
        Lineage gender = leaf(explained, "Patient.gender");
        assertThat(gender.rules())
                .extracting(Lineage.Rule::guideRows)
                .containsExactly(List.of("ADT_A01#11"), List.of("PID[Patient]#13"));
        assertThat(gender.rows())
                .containsExactly(new Lineage.Row("Sex", "F", "female", List.of("AdministrativeSex#1", "Other#1")));
        assertThat(leaf(explained, "Patient.identifier[0].value").rules().get(1).guideRows())
                .containsExactly("PID[Patient]#7", "PID[Patient]#8", "XX[Y]#3");
    }

    @Test
    void aMapWithoutAKeyAddsToTheResourceOfAnotherOne() {
        Explanation explained = compiled(MAPS).explain(Data.hl7(MESSAGE, Data.facility("X")));
        assertThat(leaf(explained, "Patient.multipleBirthBoolean").value()).isEqualTo("true");
        assertThat(leaf(explained, "Patient.active").rules())
                .extracting(Lineage.Rule::guideRows)
                .containsExactly(List.of("ADT_A01#34"), List.of("PV1[Patient]#2"));
        assertThat(((MapOutcome.Mapped) explained.outcome()).bundle().entries()).hasSize(1);
        Explanation other = compiled(MAPS).explain(Data.hl7(MESSAGE.replace("VIP", ""), Data.facility("X")));
        assertThat(other.lineage()).noneMatch(l -> l.path().equals("Patient.active"));
    }

    @Test
    void aHyphenTellsSeveralMapsBetweenTheSameTypesApart() {
        Explanation explained = compiled(MAPS).explain(Data.hl7(MESSAGE, Data.facility("X")));
        assertThat(leaf(explained, "Patient.identifier[1].use").value()).isEqualTo("official");
        assertThat(explained.lineage()).noneMatch(l -> l.path().equals("Patient.identifier[0].use"));
    }

    @Test
    void provenanceIsMadeOnlyWhenAskedFor() {
        Mappings maps = compiled(MAPS);
        Explanation explained = maps.withProvenance().explain(Data.hl7(MESSAGE, Data.facility("X")));
        assertThat(((MapOutcome.Mapped) explained.outcome()).bundle().entries()).hasSize(2);
        Lineage target = leaf(explained, "Provenance.target[0].reference");
        assertThat(target.value()).startsWith("Patient/");
        assertThat(target.rules()).extracting(Lineage.Rule::guideRows).containsExactly(List.of("ADT_A01#4"));
    }

    @Test
    void theMapsListTheRowsThatTheyName() {
        assertThat(compiled(MAPS).guideRows())
                .containsExactlyInAnyOrder(
                        "ADT_A01#11",
                        "ADT_A01#14",
                        "ADT_A01#34",
                        "ADT_A01#4",
                        "PID[Patient]#13",
                        "PID[Patient]#7",
                        "PID[Patient]#8",
                        "XX[Y]#3",
                        "PV1[Patient]#2",
                        "AdministrativeSex#1",
                        "Other#1",
                        "Third#2");
    }

    @Test
    void mistakesAreFoundAtLoad() {
        mistake("gender @13:", "gender @x:", "BAD-IG");
        mistake("active @PV1[Patient]#2:", "active @2:", "BAD-IG");
        mistake("- PD1 -> Patient into $patient @14", "- PD1 -> Patient @14", "INTO");
        mistake("into $patient @14", "into $person @14", "INTO");
        mistake("- PID -> Patient as $patient @11", "- PID -> Patient into $patient @11", "INTO");
        mistake("first(PID-21) -> Identifier-Licence", "first(PID-21) -> Identifier-License", "NO-MAP");
        mistake("gender @13: PID-8 | code(Sex)", "gender @13: PID-8 | code(Sex)\n  gender @14: PID-8", "DUPLICATE-KEY");
    }

    private static void mistake(String right, String wrong, String code) {
        assertThat(MAPS).contains(right);
        List<Diagnostic> found = Compiler.compile(Map.of("base/test.yaml", MAPS.replace(right, wrong)))
                .diagnostics();
        assertThat(found).as(wrong).extracting(Diagnostic::code).contains(code);
    }
}
