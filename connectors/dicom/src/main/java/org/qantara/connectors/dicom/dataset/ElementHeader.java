package org.qantara.connectors.dicom.dataset;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.dataset.DatasetException.Code;
import org.qantara.connectors.dicom.dataset.DatasetReader.Encoding;

/**
 * Tag, representation and length of one element (PS3.5 sections 7.1.2 and 7.1.3).
 *
 * @param encoding of this element's value
 * @param inside encoding of the items, should it be a sequence
 * @param length {@code FFFFFFFFH} for undefined
 */
record ElementHeader(int tag, Vr vr, long length, long offset, Encoding encoding, Encoding inside) {
    private static final long UNDEFINED = 0xFFFFFFFFL;
    /** The bytes of an item's tag, read as one little endian number. */
    private static final long ITEM_LITTLE = 0xE000FFFEL;

    /** Reads on past the header; 8 bytes are visible already. */
    static ElementHeader read(DicomSource source, int tag, Encoding encoding, Dataset around) throws IOException {
        long offset = source.position();
        if (!encoding.explicitVr()) {
            return implicit(source, tag, encoding, around, offset);
        }
        int first = source.byteAt(4);
        int second = source.byteAt(5);
        Vr vr = Vr.of(first, second);
        boolean letters = upperCase(first) && upperCase(second);
        if (vr == null && !letters && looksImplicit(source, tag, encoding)) {
            return implicit(source, tag, encoding, around, offset); // one implicit element among explicit ones
        }
        // an unknown VR of two letters is a future one, with a long length; anything else has the short one of old
        // files
        boolean longLength = vr != null ? vr.longLength() : letters;
        if (!longLength) {
            int length = source.shortAt(6, encoding.bigEndian());
            source.advance(8);
            return new ElementHeader(tag, vr == null ? Vr.UN : vr, length, offset, encoding, encoding);
        }
        if (!source.has(12)) {
            throw new DatasetException(Code.TRUNCATED, tag, offset, "the input ends inside the element's header");
        }
        long length = source.intAt(8, encoding.bigEndian());
        source.advance(12);
        if (vr == Vr.UN || vr == null) {
            return unknown(source, tag, length, offset, encoding, around);
        }
        return new ElementHeader(tag, vr, length, offset, encoding, encoding);
    }

    /**
     * A known element whose four bytes after the tag are a small length that fits the input: read as explicit, the same
     * bytes would be no VR and a length of 0.
     */
    private static boolean looksImplicit(DicomSource source, int tag, Encoding encoding) {
        return !encoding.bigEndian()
                && source.shortAt(6, false) == 0
                && source.shortAt(4, false) <= source.remaining()
                && Dictionary.entry(tag) != null;
    }

    private static ElementHeader implicit(DicomSource source, int tag, Encoding encoding, Dataset around, long offset) {
        long length = source.intAt(4, encoding.bigEndian());
        source.advance(8);
        Encoding implicit = new Encoding(false, encoding.bigEndian());
        Vr known = ofDictionary(tag, around);
        Vr vr = known != null ? known : Vr.UN;
        if (length == UNDEFINED && vr == Vr.UN) {
            vr = Vr.SQ;
        }
        return new ElementHeader(tag, vr, length, offset, implicit, implicit);
    }

    /** UN holds implicit VR little endian whatever is around it (PS3.5 section 6.2.2): the dictionary may know better. */
    private static ElementHeader unknown(
            DicomSource source, int tag, long length, long offset, Encoding encoding, Dataset around)
            throws IOException {
        if (length == UNDEFINED) {
            return new ElementHeader(tag, Vr.SQ, length, offset, encoding, Encoding.IMPLICIT_LITTLE);
        }
        Vr known = ofDictionary(tag, around);
        boolean items = length == 0 || source.has(4) && source.intAt(0, false) == ITEM_LITTLE;
        Vr vr = known == null || known == Vr.SQ && !items || known.kind() == Vr.Kind.BYTES ? Vr.UN : known;
        return new ElementHeader(tag, vr, length, offset, Encoding.IMPLICIT_LITTLE, Encoding.IMPLICIT_LITTLE);
    }

    private static @Nullable Vr ofDictionary(int tag, Dataset around) {
        if (Tag.element(tag) == 0) {
            return Vr.UL;
        }
        if (Tag.isPrivateCreator(tag)) {
            return Vr.LO;
        }
        Dictionary.Entry entry = Dictionary.entry(tag);
        List<Vr> vrs = entry == null ? List.of() : entry.vrs();
        if (vrs.size() < 2) {
            return vrs.isEmpty() ? null : vrs.get(0);
        }
        if (vrs.contains(Vr.OW)) {
            return Vr.OW; // PS3.5 annex A.1
        }
        return around.unsignedShort(Tag.PIXEL_REPRESENTATION, 0) == 1 ? Vr.SS : Vr.US;
    }

    private static boolean upperCase(int letter) {
        return letter >= 'A' && letter <= 'Z';
    }
}
