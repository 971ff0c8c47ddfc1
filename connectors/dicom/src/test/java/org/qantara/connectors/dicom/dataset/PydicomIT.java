package org.qantara.connectors.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.dicom.SharedData;
import org.qantara.connectors.dicom.Tool;
import org.qantara.connectors.dicom.part10.DicomFile;

/** Our reader against pydicom, element by element, on every sample. */
class PydicomIT {
    /** What cannot be read, and the clear error that it must give. */
    private static final Map<String, DatasetException.Code> UNREADABLE = Map.of(
            "meta_missing_tsyntax.dcm", DatasetException.Code.UNKNOWN_TRANSFER_SYNTAX,
            "rtplan_truncated.dcm", DatasetException.Code.TRUNCATED);

    private static final ReadLimits ALL = new ReadLimits(1 << 28, 1 << 28, 1 << 28, 1_000_000, 32, 1000, 1L << 30);

    @TempDir
    Path folder;

    @Test
    void everySampleIsReadAsPydicomReadsIt() throws Exception {
        List<Path> files = SharedData.files();
        Map<String, List<String>> expected = pydicom(files);
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (UNREADABLE.containsKey(name)) {
                continue;
            }
            List<String> ours =
                    Listing.of(DicomFile.read(file, CharacterSets.TRUSTING, ALL).dataset());
            same(ours, expected.get(file.toString())).forEach(difference -> differences.add(name + ": " + difference));
            compared += ours.size();
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(3000);
    }

    @Test
    void whatCannotBeReadGivesAClearError() throws Exception {
        for (Map.Entry<String, DatasetException.Code> unreadable : UNREADABLE.entrySet()) {
            Path file = SharedData.file(unreadable.getKey());
            assertThat(catchRead(file)).extracting(DatasetException::code).isEqualTo(unreadable.getValue());
        }
    }

    private static DatasetException catchRead(Path file) throws IOException {
        try {
            DicomFile.read(file, CharacterSets.TRUSTING, ALL);
        } catch (DatasetException e) {
            return e;
        }
        throw new AssertionError(file + " was read");
    }

    /** Differences; a private element is UN to us and may have a representation of pydicom's private dictionary. */
    private static List<String> same(List<String> ours, List<String> theirs) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
            String our = i < ours.size() ? ours.get(i) : "nothing";
            String their = i < theirs.size() ? theirs.get(i) : "nothing";
            boolean equal = our.equals(their)
                    || our.contains("|UN|") && path(our).equals(path(their))
                    || their.contains("|OB or OW|") && path(our).equals(path(their));
            if (!equal) {
                differences.add("ours " + our + ", pydicom " + their);
            }
        }
        return differences;
    }

    private static String path(String line) {
        return line.substring(0, Math.max(0, line.indexOf('|')));
    }

    private Map<String, List<String>> pydicom(List<Path> files) throws Exception {
        String python = Tool.path("python3");
        Process probe = new ProcessBuilder("/usr/bin/python3", "-c", "import pydicom").start();
        assumeTrue(probe.waitFor() == 0, "SKIPPED: pydicom is not installed for " + python);
        Path script = folder.resolve("list.py");
        try (var in = PydicomIT.class.getResourceAsStream("pydicom_list.py")) {
            Files.copy(in, script);
        }
        Path names = folder.resolve("names");
        Files.writeString(
                names, String.join("\n", files.stream().map(Path::toString).toList()));
        Process process = new ProcessBuilder("/usr/bin/python3", script.toString())
                .redirectInput(names.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, List<String>> byFile = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (String line : output.split("\n")) {
            if (line.startsWith("file ")) {
                lines = new ArrayList<>();
                byFile.put(line.substring(5), lines);
            } else {
                lines.add(line);
            }
        }
        return byFile;
    }
}
