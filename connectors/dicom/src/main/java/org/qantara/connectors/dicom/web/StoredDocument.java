package org.qantara.connectors.dicom.web;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.Dataset;
import org.qantara.connectors.dicom.dataset.Element;
import org.qantara.connectors.dicom.dataset.ReadLimits;
import org.qantara.connectors.dicom.dataset.Tag;
import org.qantara.connectors.dicom.dataset.TransferSyntax;
import org.qantara.connectors.dicom.dataset.Value;
import org.qantara.connectors.dicom.part10.DicomFile;
import org.qantara.connectors.dicom.part10.Documents;
import org.qantara.connectors.dicom.part10.StoredObject;

/**
 * The document that an instance encapsulates (PS3.3 A.45), where it lies in the stored object.
 *
 * @param mediaType as the instance says it, checked to be one
 * @param length without the byte that makes the value's length even
 */
public record StoredDocument(String mediaType, long offset, long length) {
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[A-Za-z0-9][\\w!#$&^.+-]{0,126}/[A-Za-z0-9][\\w!#$&^.+-]{0,126}");
    /** A small document too is looked for in the file. */
    private static final ReadLimits NOTHING_BINARY = new ReadLimits(
            ReadLimits.DEFAULT.textBytesMax(),
            0,
            ReadLimits.DEFAULT.memoryBytesMax(),
            ReadLimits.DEFAULT.itemsMax(),
            ReadLimits.DEFAULT.depthMax(),
            ReadLimits.DEFAULT.inflateRatioMax(),
            ReadLimits.DEFAULT.inflatedBytesMax());

    /** Empty when the object encapsulates none, or in a deflated transfer syntax, where it has no place of its own. */
    public static Optional<StoredDocument> of(StoredObject object) throws IOException {
        Dataset dataset = DicomFile.read(object.path(), CharacterSets.TRUSTING, NOTHING_BINARY)
                .dataset();
        Element document = dataset.element(Tag.ENCAPSULATED_DOCUMENT);
        if (document == null
                || !(document.value() instanceof Value.Bulk bulk)
                || TransferSyntax.of(object.meta().transferSyntaxUid()).deflated()) {
            return Optional.empty();
        }
        String said = dataset.string(Tag.MIME_TYPE_OF_ENCAPSULATED_DOCUMENT);
        return Optional.of(new StoredDocument(
                said != null && MEDIA_TYPE.matcher(said).matches() ? said : "application/octet-stream",
                bulk.offset(),
                Documents.length(dataset, bulk.length())));
    }
}
