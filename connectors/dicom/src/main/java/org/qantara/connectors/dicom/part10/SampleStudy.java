package org.qantara.connectors.dicom.part10;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.qantara.connectors.dicom.dataset.DatasetBuilder;
import org.qantara.connectors.dicom.dataset.SpecificCharacterSet;
import org.qantara.connectors.dicom.dataset.Uids;
import org.qantara.connectors.dicom.dataset.Vr;

/**
 * Makes a small synthetic study a newcomer can send: CT slices, a DX, a US multi-frame clip, an encapsulated PDF and a key
 * object selection. Everything in it is invented; pixels are a gradient. The same seed gives the same bytes.
 *
 * @param seed tells studies apart; UIDs are UUIDv3 of it under 2.25 (PS3.5 annex B.2)
 * @param patientId local number of the patient
 * @param patientName DICOM PN, {@code العلوي^فاطمة}
 * @param accessionNumber joins the study to its order
 * @param script how the name is encoded
 */
public record SampleStudy(String seed, String patientId, String patientName, String accessionNumber, Script script) {
    /** The character sets that Arabic names come in. */
    public enum Script {
        ISO_IR_127("ISO_IR 127"),
        ISO_2022_IR_127("", "ISO 2022 IR 127"),
        UTF_8("ISO_IR 192");

        private final String[] terms;

        Script(String... terms) {
            this.terms = terms;
        }
    }

    private record Image(String sopClass, String modality, int series, int number, int rows, int columns, int frames) {}

    /** Writes the whole study into a folder, which is created; returns the files in the order to send. */
    public List<Path> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        for (int slice = 1; slice <= 3; slice++) {
            files.add(ct(folder.resolve("ct-" + slice + ".dcm"), slice, 128, 128));
        }
        files.add(image(
                folder.resolve("dx.dcm"),
                new Image("DigitalXRayImageStorageForPresentation", "DX", 2, 1, 256, 200, 1)));
        files.add(image(
                folder.resolve("us.dcm"), new Image("UltrasoundMultiFrameImageStorage", "US", 3, 1, 96, 128, 10)));
        files.add(pdf(folder.resolve("report.dcm")));
        files.add(keyObjects(folder.resolve("key.dcm")));
        return files;
    }

    /** One CT slice of a chosen size, two bytes per pixel. */
    public Path ct(Path file, int number, int rows, int columns) throws IOException {
        return image(file, new Image("CTImageStorage", "CT", 1, number, rows, columns, 1));
    }

    private Path image(Path file, Image image) throws IOException {
        byte[] pixels = new byte[image.rows * image.columns * image.frames * 2];
        for (int i = 0; i < pixels.length; i += 2) {
            int value = (i / 2 + image.number * 37) % 4096;
            pixels[i] = (byte) value;
            pixels[i + 1] = (byte) (value >> 8);
        }
        DatasetBuilder dataset = common(image.sopClass, image.modality, image.series, image.number)
                .text("ImageType", "ORIGINAL", "PRIMARY")
                .text("BodyPartExamined", "CHEST")
                .number("SamplesPerPixel", 1)
                .text("PhotometricInterpretation", "MONOCHROME2")
                .number("Rows", image.rows)
                .number("Columns", image.columns)
                .number("BitsAllocated", 16)
                .number("BitsStored", 12)
                .number("HighBit", 11)
                .number("PixelRepresentation", 0)
                .bytes("PixelData", Vr.OW, pixels);
        if (image.frames > 1) {
            dataset.text("NumberOfFrames", Integer.toString(image.frames));
        }
        return write(file, dataset, image.sopClass, uid(image.modality + image.number));
    }

    private Path pdf(Path file) throws IOException {
        String page =
                """
                %PDF-1.4
                1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
                2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
                3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
                4 0 obj<</Length 52>>stream
                BT /F 14 Tf 20 50 Td (Synthetic report) Tj ET
                endstream endobj
                5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
                trailer<</Root 1 0 R>>
                %%EOF
                """;
        return document(file, "EncapsulatedPDFStorage", "application/pdf", page.getBytes(StandardCharsets.US_ASCII), 1);
    }

    /** An encapsulated document of any size: a PDF, a CDA. */
    public Path document(Path file, String sopClass, String mediaType, byte[] content, int number) throws IOException {
        DatasetBuilder dataset = common(sopClass, "DOC", 4, number)
                .text("ConversionType", "WSD")
                .text("BurnedInAnnotation", "NO")
                .text("DocumentTitle", "Radiology report")
                .items("ConceptNameCodeSequence", code("18748-4", "LN", "Diagnostic imaging study"))
                .text("MIMETypeOfEncapsulatedDocument", mediaType)
                .number("EncapsulatedDocumentLength", content.length)
                .bytes("EncapsulatedDocument", Vr.OB, content);
        return write(file, dataset, sopClass, uid("DOC" + number));
    }

    /** A key object selection that takes CT slices back: 113001 quality, 113037 patient safety, 113038 worklist entry, 113039 retention. */
    public Path rejection(Path file, String code, int slice) throws IOException {
        return keyObjects(file, code, "Rejected", slice, Integer.parseInt(code));
    }

    private Path keyObjects(Path file) throws IOException {
        return keyObjects(file, "113000", "Of Interest", 2, 1);
    }

    private Path keyObjects(Path file, String code, String meaning, int slice, int number) throws IOException {
        DatasetBuilder referenced = item().text("ReferencedSOPClassUID", sopClassUid("CTImageStorage"))
                .text("ReferencedSOPInstanceUID", uid("CT" + slice));
        DatasetBuilder evidence = item().text("StudyInstanceUID", uid("study"))
                .items(
                        "ReferencedSeriesSequence",
                        item().text("SeriesInstanceUID", uid("series1")).items("ReferencedSOPSequence", referenced));
        DatasetBuilder dataset = common("KeyObjectSelectionDocumentStorage", "KO", 5, number)
                .items("ReferencedPerformedProcedureStepSequence")
                .text("ValueType", "CONTAINER")
                .text("ContinuityOfContent", "SEPARATE")
                .items("ConceptNameCodeSequence", code(code, "DCM", meaning))
                .items("CurrentRequestedProcedureEvidenceSequence", evidence)
                .items(
                        "ContentSequence",
                        item().text("RelationshipType", "CONTAINS")
                                .text("ValueType", "IMAGE")
                                .items("ReferencedSOPSequence", referenced));
        return write(file, dataset, "KeyObjectSelectionDocumentStorage", uid("KO" + number));
    }

    private DatasetBuilder common(String sopClass, String modality, int series, int number) {
        return item().text("SpecificCharacterSet", script.terms)
                .text("SOPClassUID", sopClassUid(sopClass))
                .text("SOPInstanceUID", uid(modality + number))
                .text("StudyDate", "20260114")
                .text("StudyTime", "093000")
                .text("ContentDate", "20260114")
                .text("ContentTime", "0935")
                .text("AccessionNumber", accessionNumber)
                .text("Modality", modality)
                .text("Manufacturer", "Qantara samples")
                .text("ReferringPhysicianName", patientName.isEmpty() ? "" : "Medecin^Exemple")
                .text("StudyDescription", "Synthetic study")
                .text("SeriesDescription", "Synthetic series " + series)
                .text("PatientName", patientName)
                .text("PatientID", patientId)
                .text("PatientBirthDate", "19800101")
                .text("PatientSex", "F")
                .text("StudyInstanceUID", uid("study"))
                .text("SeriesInstanceUID", uid("series" + series))
                .text("StudyID", "1")
                .text("SeriesNumber", Integer.toString(series))
                .text("InstanceNumber", Integer.toString(number));
    }

    private DatasetBuilder item() {
        return new DatasetBuilder(SpecificCharacterSet.of(List.of(script.terms)));
    }

    private DatasetBuilder code(String value, String scheme, String meaning) {
        return item().text("CodeValue", value)
                .text("CodingSchemeDesignator", scheme)
                .text("CodeMeaning", meaning);
    }

    private static String sopClassUid(String keyword) {
        String uid = Uids.byKeyword(keyword);
        if (uid == null) {
            throw new IllegalArgumentException("\"" + keyword + "\" is no SOP class of PS3.6");
        }
        return uid;
    }

    private String uid(String what) {
        UUID uuid = UUID.nameUUIDFromBytes((seed + "|" + what).getBytes(StandardCharsets.UTF_8));
        String hex = uuid.toString().replace("-", "");
        return "2.25." + new java.math.BigInteger(hex, 16);
    }

    private static Path write(Path file, DatasetBuilder dataset, String sopClass, String sopInstanceUid)
            throws IOException {
        byte[] head = FileMetaWriter.of(sopClassUid(sopClass), sopInstanceUid, Uids.EXPLICIT_VR_LITTLE_ENDIAN)
                .bytes();
        byte[] body = dataset.write();
        byte[] all = java.util.Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return Files.write(file, all);
    }
}
