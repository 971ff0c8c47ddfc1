package org.qantara.connectors.dicom.dataset;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A data set or a sequence item: its elements by tag, without what was left in the stored object (see {@link Value}).
 * Filled by {@link DatasetReader} and not changed afterwards.
 */
public final class Dataset {
    private final TreeMap<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);
    private final @Nullable Dataset parent;
    private final CharacterSets characterSets;

    Dataset(@Nullable Dataset parent, CharacterSets characterSets) {
        this.parent = parent;
        this.characterSets = characterSets;
    }

    /** Keeps the first of two elements with one tag, as the stored order is all that tells them apart. */
    boolean add(Element element) {
        return elements.putIfAbsent(element.tag(), element) == null;
    }

    /** The same data set with another value of an element. */
    public Dataset with(Element element) {
        Dataset copy = new Dataset(parent, characterSets);
        copy.elements.putAll(elements);
        copy.elements.put(element.tag(), element);
        return copy;
    }

    /** Elements in the order of their tags. */
    public Collection<Element> elements() {
        return Collections.unmodifiableCollection(elements.values());
    }

    public @Nullable Element element(int tag) {
        return elements.get(tag);
    }

    /** The character set that holds here: the item's own (0008,0005), else what holds around it (PS3.3 C.12.1.1.2). */
    public SpecificCharacterSet characterSet() {
        Element declared = elements.get(Tag.SPECIFIC_CHARACTER_SET);
        if (declared != null && declared.value() instanceof Value.Bytes bytes) {
            return characterSets.declared(bytes.bytes());
        }
        Dataset around = parent;
        return around == null ? characterSets.undeclared() : around.characterSet();
    }

    /** The values of a text element; empty when it is absent, empty, not text, or left in the stored object. */
    public List<String> strings(int tag) {
        Element element = elements.get(tag);
        return element != null && element.value() instanceof Value.Bytes bytes
                ? ValueText.strings(element.vr(), bytes.bytes(), characterSet())
                : List.of();
    }

    /** The first value of a text element, or null. */
    public @Nullable String string(int tag) {
        List<String> values = strings(tag);
        return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
    }

    /** The items of a sequence; empty when it is absent, empty, no sequence, or left in the stored object. */
    public List<Dataset> items(int tag) {
        Element element = elements.get(tag);
        return element != null && element.value() instanceof Value.Items items ? items.items() : List.of();
    }

    /** The first number of a US element, or {@code otherwise}. */
    int unsignedShort(int tag, int otherwise) {
        Element element = elements.get(tag);
        if (element != null && element.value() instanceof Value.Bytes bytes && bytes.bytes().length >= 2) {
            byte[] b = bytes.bytes();
            return element.bigEndian() ? (b[0] & 0xFF) << 8 | b[1] & 0xFF : (b[1] & 0xFF) << 8 | b[0] & 0xFF;
        }
        return otherwise;
    }
}
