package org.qantara.mapping.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Data;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.compile.Compiler;

/** The measure tells a rule that does what its row says from one that only names it. */
class CoverageTest {
    private static final String MAPS =
            """
            map: ADT_A01 -> Bundle
            ig: ADT_A01
            events: ADT^A01
            make:
              - PID -> Patient as $patient @1
            ---
            map: PID -> Patient
            ig: PID[Patient]
            key: first(PID-3).1
            set:
              identifier[] @1: PID-3
              gender @2: PID-8 | code(Sex)
              birthDate @3: PID-7
              multipleBirthBoolean @4: PID-24 when PID-25 not valued
              telecom[home] @5: first(PID-13)
              telecom[home].use @5: "home"
            ---
            map: CX -> Identifier
            ig: CX[Identifier]
            set:
              value @1: CX.1
              system @2: concat("urn:x:", CX.4.1)
            ---
            map: XTN -> ContactPoint
            set:
              value: XTN.7
            ---
            table: Sex
            ig: Sex
            to: http://hl7.org/fhir/administrative-gender
            codes: { F: female @1, M: male @2 }
            else: unknown
            """;
    private static final String SEGMENTS =
            """
            row_id\tclass\tcondition_kind\tmap\tsource\tsource_type\tcond_antlr\tcond_parsed\ttarget\ttarget_check\tdatatype_map\tvocabulary_map\tconstant
            PID[Patient]#1\tmapped\tnone\tPID[Patient]\tPID-3\tCX\t\t\tidentifier[1]\tok\tCX[Identifier]\t\t
            PID[Patient]#2\tmapped\tnone\tPID[Patient]\tPID-8\tCWE\t\t\tgender\tok\t\tSex\t
            PID[Patient]#3\tmapped\tnone\tPID[Patient]\tPID-7\tDTM\t\t\tbirthDate\tok\t\t\t
            PID[Patient]#4\tmapped\tantlr\tPID[Patient]\tPID-24\tID\tIF NOT\t["not", ["valued", ["ref", "PID-25"]]]\tmultipleBirthBoolean\tok\t\t\t
            PID[Patient]#5\tconstant\tnone\tPID[Patient]\tPID-13\tXTN\t\t\ttelecom[1].use\tok\t\t\thome
            PID[Patient]#6\tmapped\tnone\tPID[Patient]\tPID-5\tXPN\t\t\tname\tok\t\t\t
            PID[Patient]#7\tmapped\tnarrative\tPID[Patient]\tPID-6\tXPN\t\t\tname\tok\t\t\t
            PID[Patient]#8\tmapped\tnone\tPID[Patient]\tPID-6\tXPN\t\t\tnope\tunknown:nope\t\t\t
            """;
    private static final String DATATYPES =
            """
            row_id\tclass\tcondition_kind\tmap\tsource\tsource_type\tcond_antlr\tcond_parsed\ttarget\ttarget_check\tdatatype_map\tvocabulary_map\tconstant
            CX[Identifier]#1\tmapped\tnone\tCX[Identifier]\tCX.1\tST\t\t\tvalue\tok\t\t\t
            CX[Identifier]#2\tmapped\tnone\tCX[Identifier]\tCX.4\tHD\t\t\tassigner\tok\t\t\t
            """;
    private static final String TABLES =
            """
            row_id\tclass\tcondition_kind\tmap\tsource_code\tsource_system\tcond_antlr\ttarget_code\ttarget_system
            Sex#1\tmapped\tnone\tSex\tF\tHL70001\t\tfemale\thttp://hl7.org/fhir/administrative-gender
            Sex#2\tmapped\tnone\tSex\tM\tHL70001\t\tfemale\thttp://hl7.org/fhir/administrative-gender
            """;
    private static final String MESSAGES =
            """
            row_id\tclass\tcondition_kind\tmap\tsource\tcond_antlr\ttarget\ttarget_check\tsegment_map\treferences
            ADT_A01#1\tmapped\tnone\tADT_A01\tADT_A01.PID\t\tPatient[1]\tok\tPID[Patient]\t
            ADT_A01#2\tmapped\tnone\tADT_A01\tADT_A01.PV1\t\tEncounter[1]\tok\tPV1[Encounter]\t
            """;

    @TempDir
    Path folder;

    private Coverage measure(String maps) throws IOException {
        Files.writeString(folder.resolve("segments.tsv"), SEGMENTS);
        Files.writeString(folder.resolve("datatypes.tsv"), DATATYPES);
        Files.writeString(folder.resolve("tables.tsv"), TABLES);
        Files.writeString(folder.resolve("messages.tsv"), MESSAGES);
        Compilation compiled = Compiler.compile(Map.of("base/maps.yaml", maps));
        assertThat(compiled).isInstanceOf(Compilation.Compiled.class);
        Mappings mappings = ((Compilation.Compiled) compiled).mappings();
        return Coverage.measure(mappings, folder, folder.resolve("none.tsv"));
    }

    private static String reason(Coverage coverage, String row) {
        return coverage.missing().stream()
                .filter(m -> m.row().equals(row))
                .map(Coverage.Missing::reason)
                .findFirst()
                .orElse("passed");
    }

    @Test
    void rowsPassOnlyWhenTheirValueShowsAtTheirTarget() throws IOException {
        Coverage coverage = measure(MAPS);
        assertThat(coverage.counts().get("segments")).isEqualTo(new Coverage.Count(8, 6, 5, 5));
        assertThat(coverage.counts().get("datatypes")).isEqualTo(new Coverage.Count(2, 2, 2, 1));
        assertThat(coverage.counts().get("tables")).isEqualTo(new Coverage.Count(2, 2, 2, 1));
        assertThat(coverage.counts().get("messages")).isEqualTo(new Coverage.Count(2, 2, 1, 1));
        assertThat(reason(coverage, "PID[Patient]#6")).isEqualTo("no rule names it");
        assertThat(reason(coverage, "CX[Identifier]#2")).contains("the leaf is at Patient.identifier.system");
        assertThat(reason(coverage, "Sex#2")).contains("does not show");
    }

    @Test
    void aRuleThatReadsAnotherFieldDoesNotPass() throws IOException {
        Coverage coverage = measure(MAPS.replace("birthDate @3: PID-7", "birthDate @3: PID-29"));
        assertThat(reason(coverage, "PID[Patient]#3")).isNotEqualTo("passed");
        assertThat(coverage.fields().same()).contains("PID-7");
    }

    @Test
    void aWrongConstantDoesNotPass() throws IOException {
        Coverage coverage = measure(MAPS.replace("\"home\"", "\"work\""));
        assertThat(reason(coverage, "PID[Patient]#5")).isNotEqualTo("passed");
    }

    @Test
    void fieldsThatChangeNothingAreNamed() throws IOException {
        Coverage coverage = measure(MAPS);
        assertThat(coverage.fields().mapped()).isEqualTo(6);
        assertThat(coverage.fields().same()).containsExactly("PID-5", "PID-6");
    }

    @Test
    void theWholeGuideHasTheKnownNumberOfRowsThatCanBeReached() throws IOException {
        Path guide = Data.reference().resolve("ig");
        Assumptions.assumeTrue(Files.isDirectory(guide), "no " + guide + ": the guide's own rows were not counted");
        Guide read = Guide.read(guide);
        assertThat(read.reachable().get(GuideRow.Kind.SEGMENTS)).hasSize(936);
        assertThat(read.reachable().get(GuideRow.Kind.DATATYPES)).hasSize(518);
        assertThat(read.reachable().get(GuideRow.Kind.MESSAGES)).hasSize(307);
        assertThat(read.reachable().get(GuideRow.Kind.TABLES)).hasSize(4761);
    }

    /** What was promised: the shares of the guide's rows that pass, and of its fields that make a difference. */
    @Test
    @Tag("long")
    void theMapsReachTheirTargets() throws IOException {
        Path guide = Data.reference().resolve("ig");
        Assumptions.assumeTrue(Files.isDirectory(guide), "no " + guide + ": the coverage was not measured");
        Coverage coverage =
                Coverage.measure(Data.compiled(), guide, Data.mappings().resolve("guide-notes.tsv"));
        assertThat(share(coverage, "messages")).isGreaterThanOrEqualTo(0.90);
        assertThat(share(coverage, "segments")).isGreaterThanOrEqualTo(0.95);
        assertThat(share(coverage, "datatypes")).isGreaterThanOrEqualTo(0.98);
        assertThat(share(coverage, "tables")).isGreaterThanOrEqualTo(0.99);
        Coverage.Fields fields = coverage.fields();
        assertThat(fields.different() / (double) fields.mapped()).isGreaterThanOrEqualTo(0.96);
    }

    private static double share(Coverage coverage, String kind) {
        Coverage.Count count = coverage.counts().get(kind);
        return count.passed() / (double) count.reachable();
    }
}
