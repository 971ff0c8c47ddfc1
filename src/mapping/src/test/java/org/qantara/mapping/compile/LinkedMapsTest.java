package org.qantara.mapping.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Data;
import org.qantara.mapping.Diagnostic;
import org.qantara.mapping.MapOutcome;

/** Groups of rules per repetition, maps of whole records, sources that may be left out, variables that go along, tables in parts. */
class LinkedMapsTest {
    private static final String MAPS =
            """
            map: ADT_A01 -> Bundle
            events: ADT^A01
            make:
              - PID -> Patient as $patient
              - PV1 -> Encounter as $visit
            ---
            map: PID -> Patient
            key: first(PID-3).1
            set:
              telecom[home][]: PID-13
              telecom[home][].use: const "home" when PID-13.2 not valued
            ---
            map: XTN -> ContactPoint
            set:
              value: XTN.1
              use: XTN.2 | code(Use)
            ---
            map: PV1 -> Encounter
            key: PV1-19.1
            with:
              $patient: Patient
            set:
              status: const "unknown"
              class: PV1-2 -> Coding(Class)
              subject: $patient
              participant[doctor][].individual:
                - PV1-7 -> Practitioner
                - PV1-7 -> Reference
              participant[doctor][].type[role]: concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "ATND")
              participant[doctor][].period.start: PV1-7.19
              serviceProvider: (first(PV1-8), first(PV1-3)) -> Organization
              appointment[]: PV1 -> Appointment
              reasonCode[]: PV1-4 -> CodeableConcept(Kind)
            ---
            map: XCN -> Practitioner
            key: XCN.1
            set:
              name[legal].family: XCN.2.1
            ---
            map: XCN -> Reference
            set:
              display: XCN.2.1
            ---
            map: XCN, PL? -> Organization
            key: ("org", XCN.1)
            set:
              name: PL.1.1 ?? XCN.2.1
            ---
            map: PV1 -> Appointment
            key: PV1-5.1
            with:
              $patient: Patient
            set:
              status: const "booked"
              participant[who].actor: $patient
              participant[who].status: "accepted"
            ---
            map: CWE -> CodeableConcept
            set:
              coding[own].code: CWE.1
            ---
            table: Use
            to: http://hl7.org/fhir/contact-point-use
            codes: { WPN: work }
            else: none
            ---
            table: Class
            to: http://terminology.hl7.org/CodeSystem/v3-ActCode
            codes:
              I: IMP
              http://terminology.hl7.org/CodeSystem/v2-0004:
                R: R
            else: none
            ---
            table: Kind
            from: http://terminology.hl7.org/CodeSystem/v2-0007
            to: http://terminology.hl7.org/CodeSystem/v2-0007
            codes: { E: E }
            else: none
            """;
    private static final String MESSAGE =
            """
            MSH|^~\\&|HIS|HOSP|||20260102||ADT^A01^ADT_A01|1|P|2.5.1
            PID|||7||||||||||111^WPN~222
            PV1||R|W1|E|A5||1^One~^Two~3^Three^^^^^^^^^^^^^^^^^20250101|9^Org|||||||||||V1
            """;

    private static List<Diagnostic> findings(String more) {
        return Compiler.compile(Map.of("base/a.yaml", MAPS + more)).diagnostics();
    }

    private static String json() {
        Compilation compilation = Compiler.compile(Map.of("base/a.yaml", MAPS));
        assertThat(compilation).as("%s", compilation.diagnostics()).isInstanceOf(Compilation.Compiled.class);
        MapOutcome outcome =
                ((Compilation.Compiled) compilation).mappings().map(Data.hl7(MESSAGE, Data.facility("HOSP")));
        assertThat(outcome).as("%s", outcome.issues()).isInstanceOf(MapOutcome.Mapped.class);
        return new String(((MapOutcome.Mapped) outcome).bundle().json(), StandardCharsets.UTF_8);
    }

    @Test
    void rulesOfAGroupMeetInTheInstanceOfTheirRepetition() {
        assertThat(json())
                .contains("\"telecom\":[{\"value\":\"111\",\"use\":\"work\"},{\"value\":\"222\",\"use\":\"home\"}]")
                .contains("{\"display\":\"Two\"}")
                .contains("\"period\":{\"start\":\"2025-01-01\"}")
                .containsPattern("(\"code\":\"ATND\".*){3}")
                .doesNotContainPattern("(\"code\":\"ATND\".*){4}");
    }

    @Test
    void aSourceMayBeLeftOutAndAWholeRecordGiven() {
        assertThat(json())
                .contains("\"name\":\"W1\"")
                .contains("\"resourceType\":\"Appointment\"")
                .containsPattern("\"actor\":\\{\"reference\":\"Patient/");
    }

    @Test
    void aTableRowHasASystemOfItsOwnAndACodeIsNotSaidTwice() {
        assertThat(json())
                .contains("\"class\":{\"system\":\"http://terminology.hl7.org/CodeSystem/v2-0004\",\"code\":\"R\"")
                .contains("\"reasonCode\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v2-0007\","
                        + "\"code\":\"E\",\"display\":\"Emergency\"}]}]");
    }

    @Test
    void moreAddsRowsToATableOfAnotherFile() {
        assertThat(
                        findings(
                                """
                        ---
                        more: Class
                        to: http://terminology.hl7.org/CodeSystem/v2-0004
                        codes: { B: B }
                        """))
                .noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
        assertThat(findings("---\nmore: Klass\ncodes: { B: B }\n"))
                .anyMatch(d -> d.code().equals("NO-BASE"));
        assertThat(findings("---\nmore: Class\ncodes: { I: IMP }\n"))
                .anyMatch(d -> d.code().equals("DUPLICATE"));
        assertThat(findings("---\nmore: Class\nto: http://terminology.hl7.org/CodeSystem/v2-0004\ncodes: { B: QQ }\n"))
                .anyMatch(d -> d.code().equals("TABLE-CODE"));
    }

    @Test
    void aCalledMapNeedsItsVariablesFromTheCaller() {
        assertThat(Compiler.compile(Map.of(
                                "base/a.yaml",
                                MAPS.replace("  subject: $patient\n", "")
                                        .replaceFirst("with:\n  \\$patient: Patient\n", "")))
                        .diagnostics())
                .anyMatch(d -> d.code().equals("NEEDS-VARIABLES"));
    }

    @Test
    void aStandardSegmentGetsFieldsThatItsFileDoesNotKnow() {
        assertThat(findings("---\nmap: PRT -> Device\nkey: first(PRT-10).1\nset:\n  lotNumber: PRT-19\n"))
                .anyMatch(d -> d.code().equals("UNKNOWN-FIELD"));
        assertThat(
                        findings(
                                "---\nsegment: PRT\nfields: { 16: EI, 19: ST }\n---\nmap: PRT -> Device\nkey: first(PRT-10).1\nset:\n  lotNumber: PRT-19\n"))
                .noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }
}
