package org.qantara.connectors.dicom.dataset;

import java.util.List;

/** What an element holds. Offsets count bytes of the stored object; in a deflated one, of the inflated data set. */
public sealed interface Value {
    /** The value's bytes, as received. */
    record Bytes(byte[] bytes) implements Value {}

    /** The items of a sequence. */
    record Items(List<Dataset> items) implements Value {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** Left where it is: pixel data, and what is over a limit. */
    record Bulk(long offset, long length) implements Value {}

    /** Encapsulated pixel data (PS3.5 annex A.4): where its items lie, the offset table included, and how many. */
    record Fragments(long offset, long length, int count) implements Value {}
}
