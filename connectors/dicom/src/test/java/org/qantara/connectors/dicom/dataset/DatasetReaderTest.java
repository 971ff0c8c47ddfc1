package org.qantara.connectors.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.dicom.dataset.DatasetException.Code;

/** The traps that real devices spring, byte by byte. Tags are written little endian: {@code 10002000} is (0010,0020). */
class DatasetReaderTest {
    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT;
    private static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT;
    private static final TransferSyntax BIG = TransferSyntax.of(Uids.EXPLICIT_VR_BIG_ENDIAN);
    private static final TransferSyntax DEFLATED = TransferSyntax.of(Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    private static final String PATIENT_ID = "10002000 4c4f 0400 49505031"; // (0010,0020) LO "IPP1"
    private static final String ITEM = "feff00e0";
    private static final String ITEM_END = "feff0de0 00000000";
    private static final String SEQUENCE_END = "feffdde0 00000000";

    @TempDir
    Path folder;

    private Dataset read(TransferSyntax syntax, String hex) throws IOException {
        return read(syntax, HexFormat.of().parseHex(hex.replaceAll("\\s", "")), ReadLimits.DEFAULT);
    }

    private Dataset read(TransferSyntax syntax, byte[] bytes, ReadLimits limits) throws IOException {
        Path file = Files.write(folder.resolve("dataset"), bytes);
        try (var channel = Files.newByteChannel(file)) {
            return DatasetReader.read(channel, syntax, CharacterSets.TRUSTING, limits);
        }
    }

    private List<String> lines(TransferSyntax syntax, String hex) throws IOException {
        return Listing.of(read(syntax, hex));
    }

    private void fails(Code code, TransferSyntax syntax, String hex) {
        assertThatThrownBy(() -> read(syntax, hex))
                .isInstanceOfSatisfying(
                        DatasetException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void theThreeEncodingsGiveTheSame() throws IOException {
        // (0010,0020) LO IPP1, (0028,0010) US 512
        List<String> expected = List.of("00100020|LO|IPP1", "00280010|US|512");
        assertThat(lines(EXPLICIT, PATIENT_ID + "28001000 5553 0200 0002")).isEqualTo(expected);
        assertThat(lines(IMPLICIT, "10002000 04000000 49505031 28001000 02000000 0002"))
                .isEqualTo(expected);
        assertThat(lines(BIG, "00100020 4c4f 0004 49505031 00280010 5553 0002 0200"))
                .isEqualTo(expected);
    }

    @Test
    void offsetsAreThoseOfTheTags() throws IOException {
        Dataset dataset = read(EXPLICIT, "08000500 4353 0000" + PATIENT_ID);
        assertThat(dataset.element(0x00080005).offset()).isZero();
        assertThat(dataset.element(0x00100020).offset()).isEqualTo(8);
    }

    @Test
    void groupLengthsAndTrailingPaddingAreNotHandedOn() throws IOException {
        assertThat(lines(EXPLICIT, "10000000 554c 0400 0c000000" + PATIENT_ID + "fcfffcff 4f42 0000 02000000 0000"))
                .containsExactly("00100020|LO|IPP1");
        assertThat(lines(EXPLICIT, PATIENT_ID + "00000000000000000000")).containsExactly("00100020|LO|IPP1");
        assertThat(lines(EXPLICIT, PATIENT_ID + "000000")).containsExactly("00100020|LO|IPP1");
    }

    @Test
    void oddLengthsAreRead() throws IOException {
        assertThat(lines(EXPLICIT, "10002000 4c4f 0300 495050" + "10004000 4353 0100 46"))
                .containsExactly("00100020|LO|IPP", "00100040|CS|F");
    }

    @Test
    void elementsOutOfOrderAndTwiceAreSortedAndTheFirstCounts() throws IOException {
        assertThat(lines(EXPLICIT, "10004000 4353 0200 4620" + PATIENT_ID + "10002000 4c4f 0200 5858"))
                .containsExactly("00100020|LO|IPP1", "00100040|CS|F");
    }

    @Test
    void undefinedAndDefinedLengthsMayBeMixed() throws IOException {
        List<String> expected = List.of("00081110|SQ|1", "00081110[0].00100020|LO|IPP1");
        String undefined = "ffffffff";
        // undefined sequence with undefined item, undefined with defined, defined with undefined, defined with defined
        String head = "08001011 5351 0000 ";
        assertThat(lines(EXPLICIT, head + undefined + ITEM + undefined + PATIENT_ID + ITEM_END + SEQUENCE_END))
                .isEqualTo(expected);
        assertThat(lines(EXPLICIT, head + undefined + ITEM + "0c000000" + PATIENT_ID + SEQUENCE_END))
                .isEqualTo(expected);
        assertThat(lines(EXPLICIT, head + "1c000000" + ITEM + undefined + PATIENT_ID + ITEM_END))
                .isEqualTo(expected);
        assertThat(lines(EXPLICIT, head + "14000000" + ITEM + "0c000000" + PATIENT_ID))
                .isEqualTo(expected);
    }

    @Test
    void missingDelimitersAreSupplied() throws IOException {
        String head = "08001011 5351 0000 ffffffff" + ITEM + "ffffffff" + PATIENT_ID;
        List<String> one = List.of("00081110|SQ|1", "00081110[0].00100020|LO|IPP1");
        // nothing at the end; only the sequence's; none between two items; none in a defined sequence
        assertThat(lines(EXPLICIT, head)).isEqualTo(one);
        assertThat(lines(EXPLICIT, head + SEQUENCE_END)).isEqualTo(one);
        assertThat(lines(EXPLICIT, head + ITEM + "ffffffff" + PATIENT_ID + ITEM_END + SEQUENCE_END))
                .containsExactly("00081110|SQ|2", "00081110[0].00100020|LO|IPP1", "00081110[1].00100020|LO|IPP1");
        assertThat(lines(EXPLICIT, "08001011 5351 0000 14000000" + ITEM + "ffffffff" + PATIENT_ID))
                .isEqualTo(one);
        // the item of defined length is whole, the sequence's delimiter is missing, an element follows
        assertThat(lines(
                        EXPLICIT,
                        "08001011 5351 0000 ffffffff" + ITEM + "0c000000" + PATIENT_ID + "28001000 5553 0200 0002"))
                .containsExactly("00081110|SQ|1", "00081110[0].00100020|LO|IPP1", "00280010|US|512");
    }

    @Test
    void emptySequencesAndItemsAreRead() throws IOException {
        assertThat(lines(EXPLICIT, "08001011 5351 0000 00000000" + PATIENT_ID))
                .containsExactly("00081110|SQ|0", "00100020|LO|IPP1");
        assertThat(lines(EXPLICIT, "08001011 5351 0000 ffffffff" + SEQUENCE_END + PATIENT_ID))
                .containsExactly("00081110|SQ|0", "00100020|LO|IPP1");
        assertThat(lines(EXPLICIT, "08001011 5351 0000 08000000" + ITEM + "00000000"))
                .containsExactly("00081110|SQ|1");
    }

    @Test
    void unOfUndefinedLengthIsImplicitLittleEndianEvenInBigEndian() throws IOException {
        // (0009,1001) UN undefined: an item with an implicit (0010,0020), in explicit little and in explicit big endian
        String inside = ITEM + "ffffffff 10002000 04000000 49505031" + ITEM_END + SEQUENCE_END;
        List<String> expected = List.of("00091001|SQ|1", "00091001[0].00100020|LO|IPP1", "00280010|US|512");
        assertThat(lines(EXPLICIT, "09000110 554e 0000 ffffffff" + inside + "28001000 5553 0200 0002"))
                .isEqualTo(expected);
        assertThat(lines(BIG, "00091001 554e 0000 ffffffff" + inside + "00280010 5553 0002 0200"))
                .isEqualTo(expected);
    }

    @Test
    void unknownRepresentationsAreUn() throws IOException {
        // "??" has the short length of old files; two capital letters that are no VR yet have the long one
        assertThat(lines(EXPLICIT, "09000110 3f3f 0200 abcd" + PATIENT_ID))
                .containsExactly("00091001|UN|#2", "00100020|LO|IPP1");
        assertThat(lines(EXPLICIT, "09000110 5a5a 0000 02000000 abcd" + PATIENT_ID))
                .containsExactly("00091001|UN|#2", "00100020|LO|IPP1");
    }

    @Test
    void anImplicitElementAmongExplicitOnesIsRead() throws IOException {
        assertThat(lines(EXPLICIT, PATIENT_ID + "10004000 02000000 4620" + "28001000 5553 0200 0002"))
                .containsExactly("00100020|LO|IPP1", "00100040|CS|F", "00280010|US|512");
    }

    @Test
    void encapsulatedPixelDataWithAnEmptyOffsetTableIsPassedOver() throws IOException {
        Dataset dataset = read(
                EXPLICIT,
                "e07f1000 4f42 0000 ffffffff" + ITEM + "00000000" + ITEM + "04000000 ffd8ffd9" + SEQUENCE_END
                        + "fcfffcff 4f42 0000 00000000");
        assertThat(dataset.element(Tag.PIXEL_DATA).value()).isEqualTo(new Value.Fragments(12, 28, 2));
    }

    @Test
    void deflatedIsReadUpToThePixels() throws IOException {
        byte[] plain = HexFormat.of().parseHex((PATIENT_ID + "e07f1000 4f57 0000 00001000").replaceAll("\\s", ""));
        byte[] whole = java.util.Arrays.copyOf(plain, plain.length + 0x100000);
        Dataset dataset = read(DEFLATED, deflate(whole), ReadLimits.DEFAULT);
        assertThat(Listing.of(dataset)).containsExactly("00100020|LO|IPP1", "7FE00010|OW|#1048576");
    }

    private static byte[] deflate(byte[] plain) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(plain);
        deflater.finish();
        byte[] out = new byte[plain.length + 100];
        int length = deflater.deflate(out);
        deflater.end();
        return java.util.Arrays.copyOf(out, length);
    }

    @Test
    void aDeflateBombIsStopped() {
        // (0009,1001) OB of 64 MiB zeros: not pixel data, so it would have to be inflated to get past it
        byte[] head = HexFormat.of().parseHex("09000110" + "4f42" + "0000" + "00000004");
        byte[] bomb = deflate(java.util.Arrays.copyOf(head, head.length + (64 << 20)));
        assertThat(bomb.length).isLessThan(100_000);
        assertThatThrownBy(() -> read(DEFLATED, bomb, ReadLimits.DEFAULT))
                .isInstanceOfSatisfying(
                        DatasetException.class, e -> assertThat(e.code()).isEqualTo(Code.INFLATE_LIMIT));
        assertThatThrownBy(() -> read(DEFLATED, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, ReadLimits.DEFAULT))
                .isInstanceOfSatisfying(
                        DatasetException.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_DEFLATE));
    }

    @Test
    void lyingLengthsAreErrorsThatSayWhere() {
        fails(Code.TRUNCATED, EXPLICIT, "10002000 4c4f ff00 4950");
        fails(Code.TRUNCATED, EXPLICIT, "e07f1000 4f57 0000 feffffff 0000");
        fails(Code.TRUNCATED, EXPLICIT, "e07f1000 4f57");
        fails(Code.TRUNCATED, IMPLICIT, "10002000 ffffff7f 4950");
        fails(Code.TRUNCATED, EXPLICIT, "e07f1000 4f42 0000 ffffffff" + ITEM + "00000010 0000");
        fails(Code.TRUNCATED, EXPLICIT, "e07f1000 4f42 0000 ffffffff" + ITEM + "02000000 0000");
        fails(Code.INVALID_LENGTH, EXPLICIT, "08001011 5351 0000 10000000" + ITEM + "ff000000" + PATIENT_ID);
        fails(Code.INVALID_LENGTH, EXPLICIT, "08001011 5351 0000 10000000" + ITEM + "08000000 10002000 4c4f 0400 4950");
        fails(Code.INVALID_LENGTH, IMPLICIT, "10002000 ffffffff" + PATIENT_ID);
        fails(Code.UNEXPECTED_TAG, EXPLICIT, "08001011 5351 0000 0c000000" + PATIENT_ID);
        fails(Code.TRUNCATED, EXPLICIT, PATIENT_ID + "1000");
        assertThatThrownBy(() -> read(EXPLICIT, PATIENT_ID + "10004000 4353 ff00 46"))
                .hasMessage("255 bytes are declared, only 1 are there at offset 20 in (0010,0040)")
                .isInstanceOfSatisfying(DatasetException.class, e -> assertThat(e.comment())
                        .isEqualTo("TRUNCATED (0010,0040) offset 20"));
    }

    @Test
    void nestingHasALimit() throws IOException {
        String open = "08001011 5351 0000 ffffffff" + ITEM + "ffffffff";
        assertThat(lines(EXPLICIT, open.repeat(32) + PATIENT_ID)).hasSize(33);
        fails(Code.NESTED_TOO_DEEP, EXPLICIT, open.repeat(33) + PATIENT_ID);
        fails(Code.NESTED_TOO_DEEP, EXPLICIT, open.repeat(5000));
    }

    @Test
    void largeValuesStayInTheFileAndSmallOnesAreKept() throws IOException {
        ReadLimits small = new ReadLimits(8, 4, 1 << 20, 1000, 32, 100, 1 << 20);
        byte[] bytes = HexFormat.of()
                .parseHex(
                        ("42001100 4f42 0000 06000000 010203040506" // (0042,0011) OB of 6 bytes: over the limit
                                        + "42001200 4c4f 0600 616263646566" // text of 6: kept
                                        + "42001300 4c4f 0a00 61626364656667686970") // text of 10: over
                                .replaceAll("\\s", ""));
        Dataset dataset = read(EXPLICIT, bytes, small);
        assertThat(dataset.element(0x00420011).value()).isEqualTo(new Value.Bulk(12, 6));
        assertThat(dataset.string(0x00420012)).isEqualTo("abcdef");
        assertThat(dataset.element(0x00420013).value()).isInstanceOf(Value.Bulk.class);
    }

    @Test
    void aSequenceOfTooManyItemsBecomesBulkAndWhatFollowsIsKept() throws IOException {
        ReadLimits limits = new ReadLimits(1 << 20, 4096, 4 << 20, 100, 32, 100, 1 << 20);
        String item = ITEM + "0c000000" + PATIENT_ID;
        String bytes = "08001011 5351 0000 ffffffff" + item.repeat(101) + SEQUENCE_END + "28001000 5553 0200 0002";
        Dataset dataset = read(EXPLICIT, HexFormat.of().parseHex(bytes.replaceAll("\\s", "")), limits);
        assertThat(dataset.element(0x00081110).value()).isEqualTo(new Value.Bulk(12, 101 * 20 + 8));
        assertThat(dataset.element(0x00280010)).isNotNull();
        // the memory budget has the same effect: 60 items of some 300 bytes each in 10,000
        ReadLimits memory = new ReadLimits(1 << 20, 4096, 10_000, 100, 32, 100, 1 << 20);
        Dataset tight = read(
                EXPLICIT,
                HexFormat.of()
                        .parseHex(("08001011 5351 0000 ffffffff" + item.repeat(60) + SEQUENCE_END + PATIENT_ID)
                                .replaceAll("\\s", "")),
                memory);
        assertThat(tight.element(0x00081110).value()).isInstanceOf(Value.Bulk.class);
        assertThat(tight.string(0x00100020)).isEqualTo("IPP1");
    }

    @Test
    void aHundredThousandItemsFitAndMoreAreBulk() throws IOException {
        DatasetBuilder[] items = new DatasetBuilder[100_001];
        java.util.Arrays.fill(items, new DatasetBuilder(SpecificCharacterSet.DEFAULT));
        byte[] bytes = new DatasetBuilder(SpecificCharacterSet.DEFAULT)
                .items("ReferencedStudySequence", items)
                .text("PatientID", "IPP1")
                .write();
        Dataset dataset = read(EXPLICIT, bytes, ReadLimits.DEFAULT);
        assertThat(dataset.element(0x00081110).value()).isEqualTo(new Value.Bulk(12, 800_008));
        assertThat(dataset.string(0x00100020)).isEqualTo("IPP1");
    }

    @Test
    void valuesOfCarelessSendersAreTidied() throws IOException {
        // UID padded with a blank, ACR-NEMA date, date of zeros, time with colons, short times, empty PatientID
        assertThat(lines(
                        EXPLICIT,
                        "08001600 5549 0400 312e3220" + "08002000 4441 0a00 313939302e30312e3031"
                                + "08002100 4441 0800 3030303030303030" + "08003000 544d 0800 30393a33303a3030"
                                + "08003100 544d 0400 30393330" + "10002000 4c4f 0200 2020"))
                .containsExactly(
                        "00080016|UI|1.2",
                        "00080020|DA|19900101",
                        "00080021|DA|",
                        "00080030|TM|093000",
                        "00080031|TM|0930",
                        "00100020|LO|");
    }
}
