package org.qantara.connectors.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.dicom.SharedData;
import org.qantara.connectors.dicom.Tool;
import org.qantara.connectors.dicom.part10.DicomFile;
import org.qantara.connectors.dicom.part10.FileMeta;

/** Damaged copies of real files: only a DatasetException may come out, and where dcmdump finds nothing wrong, neither do we. */
class MutatedTest {
    private static final Pattern TOP_LEVEL = Pattern.compile("(?m)^\\(([0-9a-f]{4}),([0-9a-f]{4})\\)");

    @TempDir
    Path folder;

    private record Sample(Path file, FileMeta meta, byte[] bytes) {}

    private static List<Sample> samples() throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (Path file : SharedData.files()) {
            try {
                byte[] bytes = Files.readAllBytes(file);
                if (bytes.length < 50_000) {
                    samples.add(new Sample(file, DicomFile.meta(file), bytes));
                }
            } catch (DatasetException e) {
                // no transfer syntax: nothing to mutate
            }
        }
        return samples;
    }

    /** One to four bytes changed, cut, or doubled, behind the File Meta Information. */
    private static byte[] mutate(Sample sample, Random random) {
        byte[] bytes = sample.bytes().clone();
        int from = (int) sample.meta().datasetOffset();
        for (int n = random.nextInt(4); n >= 0; n--) {
            // the head of a data set is where the structure is
            int at = from + random.nextInt(Math.min(bytes.length - from, 4000));
            bytes[at] = random.nextInt(4) == 0 ? (byte) 0xFF : (byte) random.nextInt();
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, from + random.nextInt(bytes.length - from)) : bytes;
    }

    @Test
    void nothingButADatasetExceptionComesOut() throws IOException {
        Random random = new Random(20260114);
        for (Sample sample : samples()) {
            TransferSyntax syntax = TransferSyntax.of(sample.meta().transferSyntaxUid());
            for (int i = 0; i < 200; i++) {
                byte[] mutated = mutate(sample, random);
                ParserFuzzTest.parse(
                        Arrays.copyOfRange(mutated, (int) sample.meta().datasetOffset(), mutated.length), syntax);
            }
        }
    }

    @Test
    void whereDcmdumpFindsNothingWrongWeReadTheSameElements() throws Exception {
        Random random = new Random(4711);
        int compared = 0;
        List<String> differences = new ArrayList<>();
        for (Sample sample : samples()) {
            for (int i = 0; i < 6; i++) {
                Path file = Files.write(folder.resolve("mutated.dcm"), mutate(sample, random));
                Tool.Result dump = Tool.run("dcmdump", "-E", file);
                if (dump.exit() != 0
                        || dump.output().contains("W: ")
                        || dump.output().contains("E: ")) {
                    continue;
                }
                compared++;
                String ours = ours(file);
                String theirs = theirs(dump.output());
                if (!ours.equals(theirs)) {
                    differences.add(
                            sample.file().getFileName() + " #" + i + "\n ours " + ours + "\n dcmdump " + theirs);
                }
            }
        }
        assertThat(compared).isGreaterThan(20);
        assertThat(differences).isEmpty();
    }

    private static String ours(Path file) throws IOException {
        try {
            TreeSet<String> tags = new TreeSet<>();
            DicomFile.read(file, CharacterSets.TRUSTING, ReadLimits.DEFAULT)
                    .dataset()
                    .elements()
                    .forEach(element -> tags.add(Tag.hex(element.tag())));
            return tags.toString();
        } catch (DatasetException e) {
            return e.getMessage();
        }
    }

    /** Top level tags behind the meta information, without group lengths and padding. */
    private static String theirs(String dump) {
        TreeSet<String> tags = new TreeSet<>();
        Matcher matcher = TOP_LEVEL.matcher(dump);
        while (matcher.find()) {
            String tag = (matcher.group(1) + matcher.group(2)).toUpperCase(java.util.Locale.ROOT);
            boolean delimiter = tag.startsWith("FFFE") || tag.equals("FFFCFFFC");
            if (!tag.startsWith("0002") && !tag.endsWith("0000") && !delimiter) {
                tags.add(tag);
            }
        }
        return tags.toString();
    }
}
