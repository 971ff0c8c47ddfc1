package org.qantara.connectors.dicom.part10;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.ReadLimits;

class SampleStudyTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(SampleStudy.Script.class)
    void everyFileIsReadBackWithItsArabicName(SampleStudy.Script script) throws Exception {
        SampleStudy study = new SampleStudy("demo-1", "IPP-0042", "العلوي^فاطمة الزهراء", "ACC-7", script);
        List<Path> files = study.write(folder);
        assertThat(files).hasSize(7);
        for (Path file : files) {
            DicomFile read = DicomFile.read(file, CharacterSets.TRUSTING, ReadLimits.DEFAULT);
            assertThat(read.dataset().string(0x00100010)).as("%s", file).isEqualTo("العلوي^فاطمة الزهراء");
            assertThat(read.dataset().string(0x00080018)).isEqualTo(read.meta().sopInstanceUid());
            assertThat(read.dataset().string(0x0020000D))
                    .isEqualTo("2.25.%s"
                            .formatted(read.dataset().string(0x0020000D).substring(5)))
                    .hasSizeLessThanOrEqualTo(64);
        }
    }

    @ParameterizedTest
    @EnumSource(SampleStudy.Script.class)
    void theSameSeedGivesTheSameBytes(SampleStudy.Script script) throws Exception {
        SampleStudy study = new SampleStudy("demo-1", "IPP-0042", "العلوي^فاطمة", "ACC-7", script);
        List<Path> once = study.write(folder.resolve("once"));
        List<Path> again = study.write(folder.resolve("again"));
        for (int i = 0; i < once.size(); i++) {
            assertThat(Files.mismatch(once.get(i), again.get(i))).isEqualTo(-1);
        }
    }
}
