package org.qantara.engine.testing;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Received;

/**
 * A made-up study: its instances as the connector hands them over, and the HL7 messages around it.
 *
 * @param uid study instance UID; everything else is derived from it
 */
public record MadeStudy(String uid, String patient, String accession) {
    public static final FacilityRoute FACILITY = new FacilityRoute(
            "IMG-TEST",
            Map.of("authority", "IMG", "zone", "Africa/Casablanca", "dicomweb", "http://127.0.0.1:8080/dicomweb"));

    private static final String KEY_OBJECTS = "1.2.840.10008.5.1.4.1.1.88.59";
    private static final String PDF = "1.2.840.10008.5.1.4.1.1.104.1";
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";

    /** SOP Instance UID of an image. */
    public String imageUid(int number) {
        return uid + ".1." + number;
    }

    /** A CT image. */
    public Received image(int number) {
        return image(number, "");
    }

    /** A CT image with further elements, {@code ,"0010…":{…}}. */
    public Received image(int number, String more) {
        return received(
                CT, imageUid(number), 1, "CT", ",\"00200013\":{\"vr\":\"IS\",\"Value\":[" + number + "]}" + more);
    }

    /** A report as encapsulated PDF that stays in the stored object. */
    public Received largePdf(int bytes) {
        return received(
                PDF,
                uid + ".2.1",
                2,
                "OT",
                ",\"00420010\":{\"vr\":\"ST\",\"Value\":[\"Compte rendu\"]}"
                        + ",\"00420012\":{\"vr\":\"LO\",\"Value\":[\"application/pdf\"]}"
                        + ",\"00420015\":{\"vr\":\"UL\",\"Value\":[" + bytes + "]}"
                        + ",\"00420011\":{\"vr\":\"OB\",\"BulkDataURI\":\"spool:0123456789abcdef0123456789abcdef-0?offset=1200&length="
                        + (bytes + 1) + "\"}");
    }

    /** A report as encapsulated PDF. */
    public Received pdf() {
        return received(
                PDF,
                uid + ".2.1",
                2,
                "OT",
                ",\"00420010\":{\"vr\":\"ST\",\"Value\":[\"Compte rendu\"]}"
                        + ",\"00420012\":{\"vr\":\"LO\",\"Value\":[\"application/pdf\"]}"
                        + ",\"00420011\":{\"vr\":\"OB\",\"InlineBinary\":\"JVBERi0xLjQK\"}");
    }

    /** A key object selection of images: 113000 of interest, 113001 and the like rejection. */
    public Received keyObjects(String code, int... images) {
        String references = IntStream.of(images)
                .mapToObj(image -> "{\"00081150\":{\"vr\":\"UI\",\"Value\":[\"" + CT
                        + "\"]},\"00081155\":{\"vr\":\"UI\",\"Value\":[\"" + imageUid(image) + "\"]}}")
                .collect(Collectors.joining(","));
        return received(
                KEY_OBJECTS,
                uid + ".3." + code,
                3,
                "KO",
                ",\"0040A043\":{\"vr\":\"SQ\",\"Value\":[{\"00080100\":{\"vr\":\"SH\",\"Value\":[\"" + code
                        + "\"]},\"00080102\":{\"vr\":\"SH\",\"Value\":[\"DCM\"]},"
                        + "\"00080104\":{\"vr\":\"LO\",\"Value\":[\"Key objects\"]}}]},"
                        + "\"0040A375\":{\"vr\":\"SQ\",\"Value\":[{\"0020000D\":{\"vr\":\"UI\",\"Value\":[\"" + uid
                        + "\"]},\"00081115\":{\"vr\":\"SQ\",\"Value\":[{\"0020000E\":{\"vr\":\"UI\",\"Value\":[\"" + uid
                        + ".1\"]},\"00081199\":{\"vr\":\"SQ\",\"Value\":[" + references + "]}}]}}]}");
    }

    private Received received(String sopClass, String sopInstance, int series, String modality, String more) {
        String body = "{\"00080016\":{\"vr\":\"UI\",\"Value\":[\"" + sopClass
                + "\"]},\"00080018\":{\"vr\":\"UI\",\"Value\":[\"" + sopInstance
                + "\"]},\"00080020\":{\"vr\":\"DA\",\"Value\":[\"20260114\"]},\"00080030\":{\"vr\":\"TM\",\"Value\":[\"093000\"]}"
                + ",\"00080050\":{\"vr\":\"SH\",\"Value\":[\"" + accession
                + "\"]},\"00080060\":{\"vr\":\"CS\",\"Value\":[\"" + modality
                + "\"]},\"00081190\":{\"vr\":\"UR\",\"Value\":[\"spool:0123456789abcdef0123456789abcdef-0\"]}"
                + ",\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"Alaoui^Fatima\"}]}"
                + (patient.isEmpty() ? "" : ",\"00100020\":{\"vr\":\"LO\",\"Value\":[\"" + patient + "\"]}")
                + ",\"0020000D\":{\"vr\":\"UI\",\"Value\":[\"" + uid
                + "\"]},\"0020000E\":{\"vr\":\"UI\",\"Value\":[\"" + uid + "." + series
                + "\"]},\"00200011\":{\"vr\":\"IS\",\"Value\":[" + series + "]}" + more + "}";
        return new Received(
                FACILITY,
                "dicom",
                "dicom+json",
                "127.0.0.1:40104",
                11112,
                OffsetDateTime.parse("2026-01-14T10:00:00+01:00"),
                "UTF-8",
                "declared",
                null,
                null,
                Integer.toHexString(body.hashCode()),
                body.getBytes(StandardCharsets.UTF_8));
    }

    /** The order of the examination, ORM^O01, of the patient with that number. */
    public Received order(String ofPatient) {
        return hl7(
                "ORM^O01^ORM_O01",
                "O" + accession,
                ofPatient,
                "ORC|NW|P" + accession + "|" + accession + "\r" + "OBR|1|P" + accession + "|" + accession
                        + "|CTTHX^Scanner thorax^L\r");
    }

    /** Its report, ORU^R01. */
    public Received report() {
        return hl7(
                "ORU^R01^ORU_R01",
                "R" + accession,
                patient,
                "ORC|RE|P" + accession + "|" + accession + "\r"
                        + "OBR|1|P" + accession + "|" + accession
                        + "|CTTHX^Scanner thorax^L|||20260114093000||||||||||||||||||F\r"
                        + "OBX|1|TX|59776-5^Findings^LN||Normal||||||F\r");
    }

    /** Its report as a document, MDM^T02. */
    public Received document() {
        return hl7(
                "MDM^T02^MDM_T02",
                "D" + accession,
                patient,
                "TXA|1|CR|TX|20260114093000|||||||" + "|DOC" + accession + "|||" + accession + "||AU\r"
                        + "OBX|1|TX|59776-5^Findings^LN||Normal||||||F\r");
    }

    /** Merges another number into the study's patient, ADT^A40. */
    public Received merge(String retired) {
        return hl7("ADT^A40^ADT_A39", "M" + accession, patient, "MRG|" + retired + "^^^IMG^PI\r");
    }

    private static Received hl7(String type, String controlId, String patient, String segments) {
        String text = "MSH|^~\\&|RIS|IMG|QANTARA|DPP|20260114100000||" + type + "|" + controlId + "|P|2.5.1\r"
                + "EVN||20260114100000\rPID|1||" + patient + "^^^IMG^PI||Alaoui^Fatima||19900315|F\r" + segments;
        return Made.received(FACILITY, text);
    }
}
