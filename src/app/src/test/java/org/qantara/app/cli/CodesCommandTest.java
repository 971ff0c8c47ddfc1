package org.qantara.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Facility;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.SourceMessage;

/** The work list of codes: given to an expert as a table, taken back into the facility's maps, checked before anything stays. */
class CodesCommandTest {
    private static final String WORK_LIST =
            """
            { "codes": [
              { "facility": "LAB-FES-09", "table": "LabCode", "code": "GLUC", "text": "Glucose, \\\"à jeun\\\"", "messages": 12 },
              { "facility": "LAB-FES-09", "table": "LabCode", "code": "+K", "text": "=cmd()", "messages": 7 },
              { "facility": "LAB-FES-09", "table": "UnitToUcum", "code": "mmol par L", "text": "", "messages": 5 },
              { "facility": "LAB-FES-09", "table": "LabCode", "code": "ZZ", "text": "?", "messages": 1 } ] }
            """;

    @TempDir
    Path folder;

    private Path maps;

    @BeforeEach
    void copyMaps() throws IOException {
        Path from = Path.of(System.getProperty("qantara.root", "../..")).resolve("mappings");
        maps = folder.resolve("mappings");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = maps.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else Files.copy(file, target);
            }
        }
    }

    private static JsonNode todo() throws IOException {
        return new ObjectMapper().readTree(WORK_LIST);
    }

    private Path filled(String... targets) throws IOException {
        List<String> rows = CodesCommand.csv(todo()).lines().toList();
        StringBuilder text = new StringBuilder(rows.get(0)).append('\n');
        for (int i = 1; i < rows.size(); i++) {
            String target = i <= targets.length ? targets[i - 1] : "";
            text.append(rows.get(i), 0, rows.get(i).length() - 2)
                    .append(target.isEmpty() ? ",," : "," + target)
                    .append('\n');
        }
        return Files.writeString(folder.resolve("codes.csv"), text);
    }

    @Test
    void theTableIsSafeInASpreadsheetAndComplete() throws IOException {
        assertThat(CodesCommand.csv(todo()).lines())
                .containsExactly(
                        "facility,table,code,text,messages,target,display",
                        "LAB-FES-09,LabCode,GLUC,\"Glucose, \"\"à jeun\"\"\",12,,",
                        "LAB-FES-09,LabCode,\"'+K\",\"'=cmd()\",7,,",
                        "LAB-FES-09,UnitToUcum,mmol par L,,5,,",
                        "LAB-FES-09,LabCode,ZZ,\"?\",1,,");
    }

    @Test
    void whatTheExpertFilledInTranslatesTheNextMessage() throws IOException {
        Map<Path, Integer> written = CodesCommand.importRows(
                filled("2345-7,\"Glucose [Mass/volume] in Serum\"", "2823-3,Potassium", "mmol/L,"), maps);
        Path file = maps.resolve("facilities/LAB-FES-09.yaml");
        assertThat(written).containsExactly(Map.entry(file, 3));
        assertThat(Files.readString(file))
                .startsWith("facility: LAB-FES-09\nextends: country/ma\noverride:\n")
                .contains("    GLUC: 2345-7 \"Glucose [Mass/volume] in Serum\"\n")
                .contains("    \"+K\": 2823-3 \"Potassium\"\n")
                .contains("  table UnitToUcum:\n    \"mmol par L\": mmol/L\n")
                .doesNotContain("ZZ");
        String astm = "H|\\^&|||x\rP|1|77\rO|1|S1\rR|1|^^^GLUC|7.0|mmol par L||||F\rR|2|^^^+K|4.1|mmol/L||||F\rL|1\r";
        Compilation compiled = Mappings.compile(maps);
        assertThat(compiled).isInstanceOf(Compilation.Compiled.class);
        MapOutcome outcome = ((Compilation.Compiled) compiled)
                .mappings()
                .map(new SourceMessage(
                        astm.getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.UTF_8,
                        "astm",
                        new Facility(
                                "LAB-FES-09", "LAB", ZoneId.of("Africa/Casablanca"), Facility.NumbersRestart.NEVER),
                        OffsetDateTime.parse("2026-01-02T08:30:07Z")));
        String json = new String(((MapOutcome.Mapped) outcome).bundle().json(), StandardCharsets.UTF_8);
        assertThat(json).contains("\"2345-7\"", "\"2823-3\"", "\"code\":\"mmol/L\"");
        assertThat(((MapOutcome.Mapped) outcome).codes())
                .as("nothing is left on the work list")
                .isEmpty();
    }

    @Test
    void aTargetThatIsNoUnitLeavesEveryFileAsItWas() throws IOException {
        Path other = maps.resolve("facilities/LAB-SALE-01.yaml");
        String before = Files.readString(other);
        Path file = Files.writeString(
                folder.resolve("codes.csv"),
                "facility,table,code,target\nLAB-SALE-01,LabCode,NA,2951-2\nLAB-FES-09,UnitToUcum,zork,furlong\n");
        assertThatThrownBy(() -> CodesCommand.importRows(file, maps))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("the files are as they were");
        assertThat(Files.readString(other)).isEqualTo(before);
        assertThat(maps.resolve("facilities/LAB-FES-09.yaml")).doesNotExist();
    }

    @Test
    void aTableOfSomethingElseAndAHostileFacilityAreUsageErrors() throws IOException {
        Path other = Files.writeString(folder.resolve("x.csv"), "a,b\n1,2\n");
        assertThatThrownBy(() -> CodesCommand.importRows(other, maps)).hasMessageContaining("expected the columns");
        Path hostile = Files.writeString(
                folder.resolve("y.csv"), "facility,table,code,target\n../../etc/X,LabCode,NA,2951-2\n");
        assertThatThrownBy(() -> CodesCommand.importRows(hostile, maps)).hasMessageContaining("no facility's code");
        Path open = Files.writeString(folder.resolve("z.csv"), "facility,table,code,target\n\"LAB\n");
        assertThatThrownBy(() -> CodesCommand.importRows(open, maps)).hasMessageContaining("row 2");
    }

    @Test
    void rowsAreAddedAsAPersonWould() throws IOException {
        Path file = Files.writeString(
                folder.resolve("F.yaml"),
                "# a laboratory\nfacility: F\nextends: country/ma # see there\noverride:\n  table LabCode:\n    K: 2823-3 # old\n    # keep me\n"
                        + "  OBX -> Observation:\n    note[]: drop\n");
        FacilityTables tables = FacilityTables.read(file, "F");
        tables.put("LabCode", "K", "6298-4", "Potassium \"blood\"");
        tables.put("LabCode", "NA", "2951-2", null);
        tables.put("LabSex", "X", "other", null);
        tables.write();
        assertThat(Files.readString(file))
                .isEqualTo(
                        "# a laboratory\nfacility: F\nextends: country/ma # see there\noverride:\n  table LabSex:\n    X: other\n"
                                + "  table LabCode:\n    K: 6298-4 \"Potassium 'blood'\"\n    # keep me\n    NA: 2951-2\n"
                                + "  OBX -> Observation:\n    note[]: drop\n");
        tables.undo();
        assertThat(Files.readString(file)).contains("K: 2823-3 # old").doesNotContain("NA");
    }
}
