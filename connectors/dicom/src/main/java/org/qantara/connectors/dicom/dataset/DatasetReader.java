package org.qantara.connectors.dicom.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.qantara.connectors.dicom.dataset.DatasetException.Code;

/**
 * Reads a data set (PS3.5 chapters 7 and 10, annex A) forward from a file, keeping small values and noting where large
 * ones lie. Pixel data is never read. Memory is bounded by {@link ReadLimits}, whatever lengths are declared.
 *
 * <p>Tolerated, because devices do it: missing delimiters at the end of what surrounds them, undefined and defined
 * lengths mixed, odd lengths, elements out of order or twice (the first counts), group lengths, UN of undefined length
 * (implicit VR little endian, CP-246), unknown VRs, single implicit elements in an explicit data set, padding behind the
 * end. Everything else is a {@link DatasetException}. One instance per data set; not thread-safe.
 */
public final class DatasetReader {
    private static final long UNDEFINED = 0xFFFFFFFFL;
    private static final int ELEMENT_COST_BYTES = 144;
    /** Identifiers at the top survive a data set that breaks its budget. */
    private static final int ALWAYS_KEPT_BYTES = 64;

    private static final int ITEM_COST_BYTES = 160;

    private final DicomSource source;
    private final CharacterSets characterSets;
    private final ReadLimits limits;
    private final boolean inflated;
    private long memoryLeft;
    /** Inside a sequence that broke a limit: its structure is still read, nothing of it is kept. */
    private boolean dropping;

    private boolean ended;

    private DatasetReader(DicomSource source, CharacterSets characterSets, ReadLimits limits, boolean inflated) {
        this.source = source;
        this.characterSets = characterSets;
        this.limits = limits;
        this.inflated = inflated;
        this.memoryLeft = limits.memoryBytesMax();
    }

    /**
     * Reads the data set that begins at the channel's position and ends with it. Offsets are positions of the channel;
     * for a deflated transfer syntax, of the inflated bytes.
     *
     * @throws DatasetException when the bytes are no data set
     * @throws IOException when they cannot be read
     */
    public static Dataset read(
            SeekableByteChannel channel, TransferSyntax syntax, CharacterSets characterSets, ReadLimits limits)
            throws IOException {
        Encoding encoding = new Encoding(syntax.explicitVr(), syntax.bigEndian());
        if (!syntax.deflated()) {
            return new DatasetReader(DicomSource.of(channel), characterSets, limits, false).top(encoding);
        }
        InputStream deflated = Channels.newInputStream(channel);
        try (LimitedInflater inflater = LimitedInflater.of(deflated, limits)) {
            return new DatasetReader(DicomSource.of(inflater), characterSets, limits, true).top(encoding);
        }
    }

    /** How elements are written here; changes inside UN of undefined length. */
    record Encoding(boolean explicitVr, boolean bigEndian) {
        static final Encoding IMPLICIT_LITTLE = new Encoding(false, false);
    }

    private Dataset top(Encoding encoding) throws IOException {
        Dataset dataset = new Dataset(null, characterSets);
        elements(dataset, encoding, Long.MAX_VALUE, 0, false);
        return dataset;
    }

    /**
     * Reads elements until {@code end}, a delimiter that is not ours to take, or the end of the input.
     *
     * @param delimited an item of undefined length: its delimiter ends it, wherever the end of what surrounds it is
     */
    private void elements(Dataset into, Encoding encoding, long end, int depth, boolean delimited) throws IOException {
        int count = 0;
        while (!ended && source.position() < end) {
            if (!source.has(8)) {
                padding(end);
                return;
            }
            int tag = source.shortAt(0, encoding.bigEndian) << 16 | source.shortAt(2, encoding.bigEndian);
            if (Tag.group(tag) == 0xFFFE) {
                if (depth > 0 && tag != Tag.ITEM_DELIMITATION) {
                    return; // the next item, or the end of the sequence: the item's own delimiter is missing
                }
                source.advance(8);
                if (delimited) {
                    return;
                }
                continue; // a stray delimiter
            }
            if (tag == 0 && depth == 0) {
                return; // zero bytes behind the end
            }
            ElementHeader header = ElementHeader.read(source, tag, encoding, into);
            element(into, header, end, depth);
            if (++count > limits.itemsMax()) {
                throw new DatasetException(
                        Code.TOO_MANY_ELEMENTS, tag, header.offset(), "more than " + limits.itemsMax() + " elements");
            }
        }
    }

    /** Fewer than 8 bytes are left: padding when all are zero or blank. */
    private void padding(long end) throws DatasetException {
        for (int i = 0; i < source.visible(); i++) {
            if (source.byteAt(i) != 0 && source.byteAt(i) != ' ') {
                throw new DatasetException(
                        Code.TRUNCATED, 0, source.position(), source.visible() + " bytes are left, no element fits");
            }
        }
        if (end != Long.MAX_VALUE) {
            throw new DatasetException(
                    Code.TRUNCATED, 0, source.position(), "the input ends, an item should go on to offset " + end);
        }
        ended = true;
    }

    private void element(Dataset into, ElementHeader header, long end, int depth) throws IOException {
        int tag = header.tag();
        boolean sequence = header.vr() == Vr.SQ;
        long length = header.length();
        if (length != UNDEFINED && length > end - source.position()) {
            throw new DatasetException(
                    Code.INVALID_LENGTH,
                    tag,
                    header.offset(),
                    length + " bytes are declared, what surrounds it ends after " + (end - source.position()));
        }
        Value value;
        if (sequence) {
            value = sequence(into, header, end, depth);
        } else if (length == UNDEFINED) {
            value = fragments(header);
        } else if (tooLarge(header, depth)) {
            value = new Value.Bulk(source.position(), length);
            if (inflated && depth == 0 && Tag.isPixelData(tag)) {
                ended = true; // inflating gigabytes only to pass over them would be a gift to an attacker
            } else {
                source.skip(tag, length);
            }
        } else {
            value = new Value.Bytes(source.read(tag, length));
        }
        if (Tag.element(tag) != 0
                && tag != Tag.DATA_SET_TRAILING_PADDING
                && (depth == 0 || charge(ELEMENT_COST_BYTES, depth))) {
            into.add(new Element(
                    tag, header.vr(), header.offset(), header.encoding().bigEndian(), value));
        }
    }

    private boolean tooLarge(ElementHeader header, int depth) {
        if (dropping || Tag.isPixelData(header.tag())) {
            return true;
        }
        int max = header.vr().kind() == Vr.Kind.BYTES ? limits.binaryBytesMax() : limits.textBytesMax();
        boolean alwaysKept = depth == 0 && header.length() <= ALWAYS_KEPT_BYTES;
        return header.length() > max || !alwaysKept && !charge(header.length(), depth);
    }

    /** Takes from the memory budget; when it is gone, the sequence being read is dropped. */
    private boolean charge(long bytes, int depth) {
        if (dropping || bytes > memoryLeft) {
            dropping |= depth > 0;
            return false;
        }
        memoryLeft -= bytes;
        return true;
    }

    private Value sequence(Dataset parent, ElementHeader header, long end, int depth) throws IOException {
        if (depth >= limits.depthMax()) {
            throw new DatasetException(
                    Code.NESTED_TOO_DEEP, header.tag(), header.offset(), "sequences nest deeper than " + depth);
        }
        boolean droppingAround = dropping;
        long memoryBefore = memoryLeft;
        long from = source.position();
        List<Dataset> items = items(parent, header, end, depth);
        if (dropping) {
            items.clear();
        }
        if (dropping && depth == 0) {
            dropping = droppingAround;
            memoryLeft = memoryBefore;
            return new Value.Bulk(from, source.position() - from);
        }
        return new Value.Items(items);
    }

    private List<Dataset> items(Dataset parent, ElementHeader header, long end, int depth) throws IOException {
        Encoding inside = header.inside();
        long sequenceEnd = header.length() == UNDEFINED ? end : source.position() + header.length();
        List<Dataset> items = new ArrayList<>();
        while (!ended && source.position() < sequenceEnd) {
            if (!source.has(8)) {
                padding(header.length() == UNDEFINED ? end : sequenceEnd);
                break;
            }
            int tag = source.shortAt(0, inside.bigEndian) << 16 | source.shortAt(2, inside.bigEndian);
            long length = source.intAt(4, inside.bigEndian);
            if (tag == Tag.SEQUENCE_DELIMITATION) {
                source.advance(8);
                if (header.length() == UNDEFINED) {
                    break;
                }
            } else if (tag == Tag.ITEM) {
                items.add(item(parent, inside, length, sequenceEnd, depth));
                if (items.size() > limits.itemsMax()) {
                    dropping = true;
                }
                if (dropping) {
                    items.clear();
                }
            } else if (tag == Tag.ITEM_DELIMITATION) {
                source.advance(8);
            } else if (header.length() == UNDEFINED && Tag.group(tag) != 0xFFFE) {
                break; // the sequence delimiter is missing: this element belongs to what is around
            } else {
                throw new DatasetException(
                        Code.UNEXPECTED_TAG,
                        header.tag(),
                        source.position(),
                        "an item is expected, not " + Tag.text(tag));
            }
        }
        return items;
    }

    private Dataset item(Dataset parent, Encoding inside, long length, long sequenceEnd, int depth) throws IOException {
        source.advance(8);
        if (length != UNDEFINED && length > sequenceEnd - source.position()) {
            throw new DatasetException(
                    Code.INVALID_LENGTH,
                    Tag.ITEM,
                    source.position() - 8,
                    "an item declares " + length + " bytes, its sequence ends after "
                            + (sequenceEnd - source.position()));
        }
        Dataset item = new Dataset(parent, characterSets);
        charge(ITEM_COST_BYTES, depth + 1);
        boolean delimited = length == UNDEFINED;
        elements(item, inside, delimited ? sequenceEnd : source.position() + length, depth + 1, delimited);
        return item;
    }

    /** Encapsulated pixel data (PS3.5 annex A.4): items of defined length until the sequence delimiter. */
    private Value fragments(ElementHeader header) throws IOException {
        if (header.vr().kind() != Vr.Kind.BYTES) {
            throw new DatasetException(
                    Code.INVALID_LENGTH,
                    header.tag(),
                    header.offset(),
                    "undefined length is not allowed for " + header.vr());
        }
        long from = source.position();
        boolean bigEndian = header.encoding().bigEndian;
        int count = 0;
        while (true) {
            if (!source.has(8)) {
                throw new DatasetException(
                        Code.TRUNCATED, header.tag(), source.position(), "the fragments end without a delimiter");
            }
            int tag = source.shortAt(0, bigEndian) << 16 | source.shortAt(2, bigEndian);
            long length = source.intAt(4, bigEndian);
            source.advance(8);
            if (tag == Tag.SEQUENCE_DELIMITATION) {
                return new Value.Fragments(from, source.position() - from, count);
            }
            if (tag != Tag.ITEM || length == UNDEFINED) {
                throw new DatasetException(
                        Code.UNEXPECTED_TAG,
                        header.tag(),
                        source.position() - 8,
                        "a fragment of defined length is expected, not " + Tag.text(tag));
            }
            source.skip(header.tag(), length);
            count++;
        }
    }
}
