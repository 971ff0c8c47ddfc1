package org.qantara.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.DatasetException;
import org.qantara.connectors.dicom.dataset.DicomJson;
import org.qantara.connectors.dicom.dataset.ReadLimits;
import org.qantara.connectors.dicom.part10.DicomFile;
import org.qantara.connectors.dicom.part10.Documents;
import org.qantara.engine.study.InstanceReader;
import org.qantara.engine.study.StudyDocument;
import org.qantara.engine.study.StudyInstance;
import org.qantara.mapping.Facility;
import org.qantara.mapping.SourceMessage;

/** DICOM files as the commands see them. */
final class DicomFiles {
    private static final int PREFIX_AT = 128;
    private static final OffsetDateTime FIXED = OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private static final int JSON_HEAD = 200;
    private static final Pattern JSON = Pattern.compile("^\\s*\\{\\s*\"[0-9A-Fa-f]{8}\"\\s*:\\s*\\{");

    private DicomFiles() {}

    /** Whether it begins as PS3.10 section 7.1 wants. */
    static boolean is(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(PREFIX_AT + 4);
            return head.length == PREFIX_AT + 4
                    && new String(head, PREFIX_AT, 4, StandardCharsets.US_ASCII).equals("DICM");
        }
    }

    /** What the maps are given of it: the study of which it is the only instance, and the instance itself when it is a document. */
    static List<SourceMessage> messages(Path file, Facility facility) throws IOException {
        return messages(json(file), facility);
    }

    /** Whether it is a data set as DICOM JSON (PS3.18 annex F): an object whose first key is a tag. */
    static boolean isJson(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, JSON_HEAD), StandardCharsets.US_ASCII);
        return JSON.matcher(head).find();
    }

    /** The same of a data set as DICOM JSON. */
    static List<SourceMessage> messages(byte[] body, Facility facility) {
        var messages = new ArrayList<SourceMessage>();
        if (InstanceReader.read(body) instanceof InstanceReader.Reading.Usable usable) {
            messages.add(message(StudyDocument.write(usable.instance(), null), facility));
            if (usable.instance().document()) messages.add(message(body, facility));
        } else {
            messages.add(message(body, facility));
        }
        return messages;
    }

    /** The data set as the connector hands it over. */
    static byte[] json(Path file) throws IOException {
        try {
            DicomFile read = DicomFile.read(file, CharacterSets.TRUSTING, ReadLimits.DEFAULT);
            String syntax = read.meta().transferSyntaxUid();
            return DicomJson.write(Documents.inline(read.dataset(), file, syntax), "spool:file", syntax);
        } catch (DatasetException e) {
            throw new CommandFailure(ExitCode.FAILED, file + ": " + e.getMessage());
        }
    }

    private static SourceMessage message(byte[] body, Facility facility) {
        return new SourceMessage(body, StandardCharsets.UTF_8, StudyInstance.FORMAT, facility, FIXED);
    }
}
