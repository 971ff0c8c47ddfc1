package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qantara.mapping.Data.resources;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cultures, by three wires: what grew, and what helps against it. */
class CultureMeaningTest {
    private static Mappings maps;

    @BeforeAll
    static void compile() {
        maps = Data.compiled();
    }

    /** A urine culture with one organism and two antibiotics, by three wires: what it says, without names of resources. */
    @ParameterizedTest
    @CsvSource({"hl7v2", "astm", "hprim"})
    void aCultureItsOrganismAndItsSusceptibilitiesAreLinked(String format) {
        String text =
                switch (format) {
                    case "hl7v2" ->
                        """
                        MSH|^~\\&|LIS|LABFES|Q|D|20260102083000||ORU^R01^ORU_R01|1|P|2.5.1
                        PID|1||77^^^LAB-FES-01^PI||BENNANI^ZINEB||19850517|F
                        OBR|1||F100^LIS|630-4^Urine culture^LN|||20260102080000|||||||||||||||||MB|F
                        OBX|1|CE|630-4^Bacteria^LN|1|ECOLI^Escherichia coli^L||||||F
                        OBX|2|NM|AMX^Amoxicillin^L|1|32|mg/L||R|||F
                        OBX|3|NM|GEN^Gentamicin^L|1|1|mg/L||S|||F
                        OBR|2||F101^LIS|GLU^Glucose^L|||20260102080000|||||||||||||||||LAB|F
                        OBX|1|NM|GLU^Glucose^L||7.0|mmol/L||S|||F
                        """;
                    case "astm" ->
                        """
                        H|\\^&|||VITEK|||||host||P|1|20260102083000
                        P|1|77|||BENNANI^ZINEB||19850517|F
                        O|1|S100||^Urine culture^^UC^630-4|R|20260102075500|20260102080000||||N||||Urine||||||||||F
                        R|1|^Bacteria^^ID^630-4|ECOLI^Escherichia coli|||||F
                        R|2|^Amoxicillin^^AMX|32|mg/L||R||F
                        R|3|^Gentamicin^^GEN|1|mg/L||S||F
                        O|2|S101||^Glucose^^GLU|R|20260102075500|20260102080000
                        R|1|^Glucose^^GLU|7.0|mmol/L||S||F
                        L|1|N
                        """;
                    default ->
                        """
                        H|~^\\&|RES1.HPR||LABFES~Laboratoire||ORU|||HOP~CHU||P|H2.4~C|20260102083000
                        P|1|77|||BENNANI~ZINEB||19850517|F
                        OBR|1|S100~R1|F100|ECBU~Urine culture~L~630-4~~LN|R|202601020755|20260102080000
                        OBX|1|CE|ID~Bacteria~L~630-4~~LN|1|ECOLI~Escherichia coli~L||||||F
                        OBX|2|NM|AMX~Amoxicillin~L|1|32|mg/L||R|||F
                        OBX|3|NM|GEN~Gentamicin~L|1|1|mg/L||S|||F
                        OBR|2|S101~R2|F101|GLU~Glucose~L|R
                        OBX|1|NM|GLU~Glucose~L||7,0|mmol/L||S|||F
                        """;
                };
        MapOutcome outcome = maps.map(Data.laboratory(format, text, KnownPatients.NONE));
        List<Observation> all = resources(outcome, Observation.class);
        assertThat(all).hasSize(5);
        Map<String, Observation> byId = new LinkedHashMap<>();
        all.forEach(each -> byId.put("Observation/" + each.getIdPart(), each));
        Observation culture =
                all.stream().filter(each -> !each.hasValue()).findFirst().orElseThrow();
        assertThat(culture.getCode().getCoding())
                .extracting(coding -> coding.getCode())
                .contains("630-4");
        assertThat(culture.getStatus()).isEqualTo(Observation.ObservationStatus.FINAL);
        Observation organism = byId.get(culture.getHasMember().get(0).getReference());
        assertThat(culture.getHasMember()).hasSize(1);
        assertThat(organism.getValueCodeableConcept().getText()).isEqualTo("Escherichia coli");
        assertThat(organism.getValueCodeableConcept().getCodingFirstRep().getCode())
                .isEqualTo("ECOLI");
        assertThat(organism.getHasMember().stream()
                        .map(member -> byId.get(member.getReference()))
                        .map(each -> each.getCode().getText() + " "
                                + each.getValueQuantity().getValue() + " "
                                + each.getInterpretationFirstRep()
                                        .getCodingFirstRep()
                                        .getCode()))
                .as("the MIC and what it means; not the next order's result, whose flag looks the same")
                .containsExactly("Amoxicillin 32 R", "Gentamicin 1 S");
        DiagnosticReport report = resources(outcome, DiagnosticReport.class).get(0);
        assertThat(report.getResult()).hasSize(4);
    }
}
